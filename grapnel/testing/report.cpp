#include <fmt/format.h>
#include <grapnel/testing/outcome.hpp>

#include <algorithm>

namespace grapnel::testing {
namespace {

const ProgramDescription* program_of(const Record& record, const Pubkey& id) {
  if (record.programs == nullptr) return nullptr;
  const auto found = std::ranges::find(*record.programs, id, &ProgramDescription::id);
  return found == record.programs->end() ? nullptr : &*found;
}

const native::Account& in(const std::map<Pubkey, native::Account>& accounts, const Pubkey& key) {
  static const native::Account kNone;
  const auto found = accounts.find(key);
  return found == accounts.end() ? kNone : found->second;
}

// By the name that the first instruction which knows the account gives it.
std::string name_of(const Record& record, const Pubkey& key) {
  for (const client::Instruction& instruction : record.instructions) {
    const ProgramDescription* program = program_of(record, instruction.program_id);
    const auto* description = program != nullptr ? program->instruction(instruction.data) : nullptr;
    if (description == nullptr) continue;
    for (usize i = 0; i < std::min(instruction.accounts.size(), description->accounts.size()); ++i) {
      if (instruction.accounts[i].key == key)
        return fmt::format("{} ({})", description->accounts[i].name, to_base58(key));
    }
  }
  return to_base58(key);
}

std::string owner_name(const Record& record, const Pubkey& owner) {
  if (owner == System::kId) return "System";
  const ProgramDescription* program = program_of(record, owner);
  return program != nullptr ? program->name : to_base58(owner);
}

const DataDescription* data_of(const Record& record, const native::Account& account) {
  if (record.programs == nullptr) return nullptr;
  for (const ProgramDescription& program : *record.programs) {
    for (const DataDescription& data : program.data) {
      if (data.holds(account)) return &data;
    }
  }
  return nullptr;
}

// What the account is instead: "System's, without data", "a Counter of counter".
std::string what_it_is(const Record& record, const native::Account& account) {
  if (account.lamports.value() == 0) return "it does not exist";
  const DataDescription* data = data_of(record, account);
  return fmt::format("it is {}'s, with {}", owner_name(record, account.owner),
                     data != nullptr ? "a " + data->name : fmt::format("{} bytes", account.data.size()));
}

std::string expectation(const Record& record, const ProgramDescription& program, const AccountDescription& expected,
                        const client::Meta& meta) {
  std::vector<std::string> out;
  if (expected.optional && meta.key == program.id) return {};
  if (expected.signer && !meta.is_signer) out.emplace_back("expected to have signed");
  if (expected.writable && !meta.is_writable) out.emplace_back("expected to be writable");
  if (expected.address && !(*expected.address == meta.key))
    out.push_back(fmt::format("expected {}", to_base58(*expected.address)));
  const native::Account& account = in(record.before, meta.key);
  if (expected.created) {
    if (!account.data.empty()) out.push_back(fmt::format("expected not to exist yet; {}", what_it_is(record, account)));
  } else if (!expected.type.empty()) {
    const auto data = std::ranges::find(program.data, expected.type, &DataDescription::name);
    if (data != program.data.end() && !data->holds(account)) {
      const std::string owner = expected.owner ? " owned by " + owner_name(record, *expected.owner) : "";
      out.push_back(fmt::format("expected a {}{}; {}", expected.type, owner, what_it_is(record, account)));
    }
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

// "count", "1", "2" -> "count: 1 → 2"; by field if it is the same type before and after, else in hexadecimal.
void add_data_changes(const Record& record, const native::Account& before, const native::Account& after,
                      std::vector<std::string>& lines) {
  if (before.data == after.data) return;
  const DataDescription* was = data_of(record, before);
  const DataDescription* is = data_of(record, after);
  if (was == nullptr && is == nullptr) {
    lines.push_back(fmt::format("data: {} → {}", hex(before.data), hex(after.data)));
    return;
  }
  const Fields old = was != nullptr ? was->fields(before.data) : Fields{};
  const Fields now = is != nullptr ? is->fields(after.data) : Fields{};
  if (was == is) {
    for (usize i = 0; i < std::min(old.size(), now.size()); ++i) {
      if (old[i] != now[i]) lines.push_back(fmt::format("{}: {} → {}", now[i].first, old[i].second, now[i].second));
    }
    return;
  }
  for (const auto& [name, value] : old) lines.push_back(fmt::format("{}: {} → (gone)", name, value));
  for (const auto& [name, value] : now) lines.push_back(fmt::format("{}: (new) → {}", name, value));
}

std::vector<std::string> changes(const Record& record, const Pubkey& key) {
  const native::Account& before = in(record.before, key);
  const native::Account& after = in(record.after, key);
  std::vector<std::string> lines;
  if (before.lamports.value() != after.lamports.value())
    lines.push_back(fmt::format("lamports: {} → {}", before.lamports.value(), after.lamports.value()));
  if (!(before.owner == after.owner))
    lines.push_back(fmt::format("owner: {} → {}", owner_name(record, before.owner), owner_name(record, after.owner)));
  if (before.data.size() != after.data.size())
    lines.push_back(fmt::format("size: {} → {}", before.data.size(), after.data.size()));
  add_data_changes(record, before, after, lines);
  return lines;
}

std::string event_text(const Record& record, std::span<const u8> data) {
  if (record.programs == nullptr) return {};
  for (const ProgramDescription& program : *record.programs) {
    for (const EventDescription& event : program.events) {
      const auto fields = event.read(data);
      if (!fields) continue;
      std::string out = event.name + " {";
      for (const auto& [name, value] : *fields)
        out += fmt::format("{}{}: {}", out.back() == '{' ? "" : ", ", name, value);
      return out + "}";
    }
  }
  return {};
}

std::string instruction_name(const Record& record, const client::Instruction& instruction) {
  const ProgramDescription* program = program_of(record, instruction.program_id);
  if (program == nullptr) return "instruction of " + to_base58(instruction.program_id);
  const auto* description = program->instruction(instruction.data);
  return program->name + "::" + (description != nullptr ? description->name : "(no such instruction)");
}

}  // namespace

const InstructionDescription* ProgramDescription::instruction(std::span<const u8> bytes) const {
  for (const InstructionDescription& one : instructions) {
    if (bytes.size() >= one.discriminator.size() &&
        std::equal(one.discriminator.begin(), one.discriminator.end(), bytes.begin())) {
      return &one;
    }
  }
  return nullptr;
}

std::vector<std::string> wrong_accounts(const Record& record, usize index) {
  std::vector<std::string> out;
  if (index >= record.instructions.size()) return out;
  const client::Instruction& instruction = record.instructions[index];
  const ProgramDescription* program = program_of(record, instruction.program_id);
  const auto* description = program != nullptr ? program->instruction(instruction.data) : nullptr;
  if (description == nullptr) return out;
  for (usize i = 0; i < description->accounts.size(); ++i) {
    const AccountDescription& expected = description->accounts[i];
    if (i >= instruction.accounts.size()) {
      out.push_back(fmt::format("account `{}`: missing, {} of {} are given", expected.name, instruction.accounts.size(),
                                description->accounts.size()));
      continue;
    }
    const client::Meta& meta = instruction.accounts[i];
    const std::string what = expectation(record, *program, expected, meta);
    if (!what.empty()) out.push_back(fmt::format("account `{}` ({}): {}", expected.name, to_base58(meta.key), what));
  }
  return out;
}

std::string error_name(const Record& record, const native::Outcome& outcome) {
  const auto view = [](Text text) { return std::string_view(text.data, text.size); };
  if (outcome.instruction < record.instructions.size() && record.programs != nullptr) {
    const ProgramDescription* program = program_of(record, record.instructions[outcome.instruction].program_id);
    if (program != nullptr) {
      for (const ErrorDescription& error : program->errors) {
        if (error.code == outcome.code) return fmt::format("{} ({}): {}", error.name, error.code, error.message);
      }
    }
  }
  for (const auto& error : grapnel::detail::kFrameworkErrors) {
    if (static_cast<u64>(error.code) == outcome.code)
      return fmt::format("{} ({}): {}", view(error.name), outcome.code, view(error.message));
  }
  return outcome.error;
}

std::string Outcome::report() const {
  if (record_ == nullptr) return ok() ? "succeeded" : error;
  const Record& record = *record_;
  std::string out;
  if (ok()) {
    out = "succeeded";
  } else {
    out = instruction < record.instructions.size()
              ? fmt::format("{} failed: ", instruction_name(record, record.instructions[instruction]))
              : "failed: ";
    out += error_name(record, *this);
    if (record.instructions.size() > 1)
      out += fmt::format(" (instruction {} of {})", instruction + 1, record.instructions.size());
    if (!hint.empty()) out += "\n  " + hint;
    for (const std::string& line : wrong_accounts(record, instruction)) out += "\n  " + line;
  }
  if (compute_units) out += fmt::format("\n{} compute units", *compute_units);
  out += "\nlog:";
  usize next_event = 0;
  for (const std::string& line : logs) {
    out += "\n  " + line;
    if (line.starts_with("Program data:") && next_event < events.size()) {
      const std::string event = event_text(record, events[next_event++]);
      if (!event.empty()) out += "\n    " + event;
    }
  }
  out += "\nchanges:";
  bool any = false;
  for (const auto& [key, account] : record.after) {
    const auto lines = changes(record, key);
    if (lines.empty()) continue;
    any = true;
    out += "\n  " + name_of(record, key);
    for (const std::string& line : lines) out += "\n    " + line;
  }
  return any ? out : out + " none";
}

}  // namespace grapnel::testing
