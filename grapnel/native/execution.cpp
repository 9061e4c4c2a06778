#include "execution.hpp"

#include <fmt/format.h>
#include <grapnel/ed25519.hpp>
#include <grapnel/pda.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "errors.hpp"
#include "message.hpp"
#include "system_program.hpp"

namespace grapnel::native {
namespace {

thread_local Execution* running = nullptr;

constexpr usize kMaxReturnData = 1024;

std::string base64(std::span<const u8> bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (usize i = 0; i < bytes.size(); i += 3) {
    const usize count = std::min<usize>(3, bytes.size() - i);
    u32 group = 0;
    for (usize k = 0; k < 3; ++k) group = group << 8 | (k < count ? bytes[i + k] : 0u);
    for (usize k = 0; k < 4; ++k) out += k <= count ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// Lamports are neither made nor lost by an instruction.
unsigned __int128 total(const Ledger& ledger) {
  unsigned __int128 sum = 0;
  for (const auto& [key, account] : ledger) sum += account.lamports.value();
  return sum;
}

}  // namespace

Execution& Execution::current() {
  if (running == nullptr) {
    std::fputs("grapnel: a syscall outside of grapnel::native::Runtime::run\n", stderr);
    std::abort();
  }
  return *running;
}

Outcome Execution::run(std::span<const client::Instruction> instructions, bool commit) {
  const std::vector<client::Instruction> message = as_message(instructions);
  Execution* const outer = running;
  running = this;
  try {
    for (const client::Instruction& instruction : message) fetch(instruction);
    for (; outcome_.instruction < message.size(); ++outcome_.instruction) {
      stack_.clear();
      if (names_instructions_sysvar(message))
        ledger_[Instructions::kFixedAddress] = instructions_account(message, outcome_.instruction);
      call(message[outcome_.instruction]);
    }
    outcome_.instruction = 0;
    check_rent(message);
    std::erase_if(ledger_,
                  [](const auto& entry) { return entry.second.lamports.value() == 0; });  // such accounts are gone
    if (commit) runtime_.accounts_ = std::move(ledger_);
  } catch (const InstructionError& error) {
    outcome_.code = error.code;
    outcome_.error = error.text;
  }
  running = outer;
  return std::move(outcome_);
}

// Accounts that only the other runtime has: programs, above all.
void Execution::fetch(const client::Instruction& instruction) {
  if (runtime_.elsewhere_ == nullptr) return;
  const auto look = [&](const Pubkey& key) {
    if (ledger_.contains(key)) return;
    if (auto found = runtime_.elsewhere_->account(key)) ledger_[key] = std::move(*found);
  };
  look(instruction.program_id);
  for (const client::Meta& meta : instruction.accounts) look(meta.key);
}

// Agave's rent_calculator: what a transaction writes to is rent exempt at its end, or was not before and has not grown.
void Execution::check_rent(std::span<const client::Instruction> instructions) const {
  const auto exempt = [&](const Account& account) {
    return account.lamports.value() >= runtime_.rent.minimum_balance(account.data.size()).value();
  };
  for (const client::Instruction& instruction : instructions) {
    for (const client::Meta& meta : instruction.accounts) {
      const auto found = ledger_.find(meta.key);
      if (!meta.is_writable || found == ledger_.end()) continue;
      const Account& after = found->second;
      if (after.lamports.value() == 0 || exempt(after)) continue;
      const Account& before = runtime_.account(meta.key);
      const bool as_before = before.lamports.value() != 0 && !exempt(before) &&
                             before.data.size() == after.data.size() && !(before.lamports < after.lamports);
      if (!as_before) throw error_of_text("Transaction results in an account with insufficient funds for rent");
    }
  }
}

void Execution::call(const client::Instruction& instruction) {
  const Pubkey& program = instruction.program_id;
  if (stack_.size() >= runtime_.call_depth_max) throw error_of_text("Cross-program invocation call depth too deep");
  // A program may call itself, but not come back through another.
  if (std::ranges::find(stack_, program) != stack_.end() && !(stack_.back() == program)) {
    throw error_of_text("Cross-program invocation reentrancy not allowed for this instruction");
  }
  if (!stack_.empty()) outcome_.calls.push_back({program, instruction.data});
  const usize caller = running_;
  running_ = trace_.size();
  trace_.push_back({instruction, caller});
  const auto found = runtime_.programs_.find(program);
  if (!(program == Pubkey{}) && found == runtime_.programs_.end() && runtime_.elsewhere_ != nullptr) {
    call_elsewhere(instruction);
    running_ = caller;
    return;
  }
  stack_.push_back(program);
  const std::string name = to_base58(program);
  outcome_.return_data.clear();
  return_data_program_ = program;
  log(fmt::format("Program {} invoke [{}]", name, stack_.size()));
  const auto before = total(ledger_);
  try {
    if (program == Pubkey{}) {
      run_system_program(ledger_, instruction.accounts, instruction.data, outcome_.logs);
    } else if (found != runtime_.programs_.end()) {
      call_program(instruction, found->second);
    } else {
      outcome_.hint = "program " + name + " is not native here: add its module, or attach a runtime that has it";
      throw error_of_text("Unsupported program id");
    }
    if (total(ledger_) != before)
      throw error_of_text("sum of account balances before and after instruction do not match");
  } catch (const InstructionError& error) {
    log(fmt::format("Program {} failed: {}", name, error.text));
    throw;
  }
  log(fmt::format("Program {} success", name));
  stack_.pop_back();
  running_ = caller;
}

const client::Instruction* Execution::sibling(u64 index) const {
  for (usize i = running_; i-- > 0;) {
    if (trace_[i].caller != trace_[running_].caller) continue;
    if (index-- == 0) return &trace_[i].instruction;
  }
  return nullptr;
}

void Execution::call_program(const client::Instruction& instruction, Entrypoint entrypoint) {
  InputBuffer buffer(ledger_, instruction.program_id, instruction.accounts, instruction.data);
  buffers_.push_back(&buffer);
  struct Pop {
    std::vector<InputBuffer*>& buffers;
    ~Pop() { buffers.pop_back(); }
  } pop{buffers_};
  // As Agave, which asks whether there is any, and not who left it: a caller's line repeats its callee's, also where the
  // runtime has stopped the caller.
  const auto log_return = [&] {
    if (outcome_.return_data.empty()) return;
    log(fmt::format("Program return: {} {}", to_base58(instruction.program_id), base64(outcome_.return_data)));
  };
  u64 code = 0;
  try {
    code = entrypoint(buffer.input(), buffer.instruction_data());
  } catch (const InstructionError&) {
    log_return();
    throw;
  }
  log_return();
  if (code != 0) throw error_of_code(code);
  for (const InputBuffer::Slot& slot : buffer.slots()) buffer.store_account(slot, ledger_);
}

// Its accounts go there and come back; its log is moved to the depth at which it was called.
void Execution::call_elsewhere(const client::Instruction& instruction) {
  Ledger accounts;
  for (const client::Meta& meta : instruction.accounts) accounts[meta.key] = ledger_[meta.key];
  Outcome there = runtime_.elsewhere_->run(instruction, accounts, runtime_.clock);
  for (std::string& line : there.logs) {
    const usize open = line.rfind(" invoke [");
    if (line.starts_with("Program ") && open != std::string::npos && line.ends_with("]")) {
      const usize depth = std::stoul(line.substr(open + 9)) + stack_.size();
      line = fmt::format("{} invoke [{}]", line.substr(0, open), depth);
    }
    log(std::move(line));
  }
  std::ranges::move(there.events, std::back_inserter(outcome_.events));
  std::ranges::move(there.calls, std::back_inserter(outcome_.calls));
  if (!there.ok()) throw InstructionError{there.code, there.error};
  outcome_.return_data = std::move(there.return_data);
  return_data_program_ = instruction.program_id;
  for (auto& [key, account] : accounts) ledger_[key] = std::move(account);
}

void Execution::log_data(std::span<const Slice> slices) {
  std::string line = "Program data:";
  std::vector<u8> joined;
  for (const Slice& slice : slices) {
    const std::span bytes(static_cast<const u8*>(slice.data), slice.size);
    line += " " + base64(bytes);
    joined.insert(joined.end(), bytes.begin(), bytes.end());
  }
  log(std::move(line));
  outcome_.events.push_back(std::move(joined));
}

void Execution::set_return_data(std::span<const u8> data) {
  if (data.size() > kMaxReturnData) throw error_of_text("Return data too large");
  outcome_.return_data.assign(data.begin(), data.end());
  return_data_program_ = stack_.back();
}

Pubkey Execution::derive(const SignerSeeds& signer) const {
  if (signer.count > 16) throw error_of_text("Length of the seed is too long for address generation");
  Sha256 hash;
  for (u64 i = 0; i < signer.count; ++i) {
    if (signer.seeds[i].size > 32) throw error_of_text("Length of the seed is too long for address generation");
    hash.add(static_cast<const u8*>(signer.seeds[i].data), signer.seeds[i].size);
  }
  grapnel::detail::add_seed(hash, stack_.back());
  hash.add(grapnel::detail::kPdaMarker);
  const Digest digest = hash.finish();
  if (grapnel::detail::is_on_curve(digest.bytes))
    throw error_of_text("Provided seeds do not result in a valid address");
  return Pubkey::from_bytes(digest.bytes);
}

// Agave's prepare_next_cpi_instruction: all are there, and each has the rights that its metas together ask for.
void Execution::check_rights(std::span<const client::Meta> metas, const InputBuffer& caller,
                             std::span<const Pubkey> signing) {
  for (const client::Meta& meta : metas) {
    if (caller.find(meta.key) == nullptr) throw error_of_text("An account required by the instruction is missing");
  }
  const auto refuse = [&](const Pubkey& key, std::string_view right) {
    log(fmt::format("{}'s {} privilege escalated", to_base58(key), right));
    throw error_of_text("Cross-program invocation with unauthorized signer or writable account");
  };
  for (usize i = 0; i < metas.size(); ++i) {
    const Pubkey& key = metas[i].key;
    const auto asks = [&](auto right) {
      return std::ranges::any_of(metas, [&](const client::Meta& meta) { return meta.key == key && meta.*right; });
    };
    const InputBuffer::Slot& slot = *caller.find(key);
    if (asks(&client::Meta::is_writable) && !slot.is_writable) refuse(key, "writable");
    const bool may_sign = slot.is_signer || std::ranges::find(signing, key) != signing.end();
    if (asks(&client::Meta::is_signer) && !may_sign) refuse(key, "signer");
  }
}

void Execution::invoke(const abi::Instruction& instruction, std::span<const abi::AccountInfo> infos,
                       std::span<const SignerSeeds> signers) {
  InputBuffer& caller = *buffers_.back();
  std::vector<Pubkey> signing;
  for (const SignerSeeds& signer : signers) signing.push_back(derive(signer));

  client::Instruction callee{*instruction.program_id, {}, {instruction.data, instruction.data + instruction.data_size}};
  for (const AccountMeta& meta : std::span(instruction.accounts, instruction.account_count))
    callee.accounts.push_back({*meta.key, meta.is_signer, meta.is_writable});
  check_rights(callee.accounts, caller, signing);
  if (caller.find(callee.program_id) == nullptr) {
    log(fmt::format("Unknown program {}", to_base58(callee.program_id)));
    throw error_of_text("An account required by the instruction is missing");
  }
  for (const client::Meta& meta : callee.accounts) {
    const InputBuffer::Slot* slot = caller.find(meta.key);
    const auto info = std::ranges::find_if(infos, [&](const abi::AccountInfo& i) { return *i.key == meta.key; });
    if (info == infos.end()) throw error_of_text("An account required by the instruction is missing");
    // SIMD-0459: infos point into the input.
    if (info->key != &slot->raw->key || info->owner != &slot->raw->owner || info->lamports != &slot->raw->lamports ||
        info->data != slot->raw->data()) {
      throw error_of_text("Invalid pointer");
    }
  }

  for (const client::Meta& meta : callee.accounts) caller.store_account(*caller.find(meta.key), ledger_);
  call(callee);
  for (const client::Meta& meta : callee.accounts) caller.load_account(*caller.find(meta.key), ledger_);
}

}  // namespace grapnel::native
