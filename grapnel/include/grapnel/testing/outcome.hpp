// Outcome: what became of a test's transaction, with errors as enums, events and return data as types, and a report that
// says what happened and why. Host only.
#pragma once

#include <grapnel/testing/backend.hpp>
#include <grapnel/testing/describe.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel::testing {

// What a report is made of.
struct Record {
  std::shared_ptr<const std::vector<ProgramDescription>> programs;
  std::vector<client::Instruction> instructions;
  std::map<Pubkey, native::Account> before, after;  // the accounts that the instructions name
};

class [[nodiscard]] Outcome : public RunResult {
 public:
  Outcome() = default;
  Outcome(RunResult result, std::shared_ptr<const Record> record)
      : RunResult(std::move(result)), record_(std::move(record)) {}

  // Failed with this error, of a program's enum or of the framework's (ErrorCode).
  template <class E>
    requires(__is_enum(E))
  bool failed_with(E expected) const {
    return !ok() && code == static_cast<u64>(expected);
  }

  // The events of type T, in order.
  template <class T>
  auto events_of() const {
    std::vector<typename decltype(client::event<T>({}))::value_type> out;
    for (const auto& data : events) {
      if (const auto event = client::event<T>(data)) out.push_back(*event);
    }
    return out;
  }
  // The only event, if there is one and it is a T.
  template <class T>
  auto event() const {
    return client::event<T>(events.size() == 1 ? std::span<const u8>(events[0]) : std::span<const u8>());
  }
  // What the last instruction returned, if it is as long as a T.
  template <class T>
  std::optional<T> returned() const {
    if (return_data.size() != sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(static_cast<void*>(&value), return_data.data(), sizeof value);
    return value;
  }
  bool has_log(std::string_view part) const {
    return std::ranges::any_of(logs, [&](const std::string& line) { return line.find(part) != std::string::npos; });
  }

  // Result with the error's name, which accounts were wrong, the log with decoded events, what changed by field.
  std::string report() const;
  const std::shared_ptr<const Record>& record() const { return record_; }

 private:
  std::shared_ptr<const Record> record_;
};

// Of a failed instruction: each account that is missing or not what its type in the accounts struct says, one a line:
// "account `authority` (7xKX…): expected to have signed".
std::vector<std::string> wrong_accounts(const Record& record, usize instruction);

// "Overflow (6000): The counter would overflow"; else the text of the outcome.
std::string error_name(const Record& record, const native::Outcome& outcome);

}  // namespace grapnel::testing
