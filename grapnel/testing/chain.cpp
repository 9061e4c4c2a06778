#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/paired.hpp>

#include <stdexcept>

namespace grapnel::testing {
namespace {

std::unique_ptr<Backend> make(const Setting& setting) {
  if (setting.ground == Ground::Native) return make_native(setting.features);
  if (!has_real()) throw std::runtime_error("the real runtime is not linked into this test");
  return Paired::is_wanted() ? make_paired(setting.features) : make_real(setting.features);
}

}  // namespace

Chain::Chain(Setting setting)
    : setting_(setting),
      backend_(make(setting)),
      programs_(std::make_shared<const std::vector<ProgramDescription>>()) {}

Outcome Chain::run(std::span<const client::Instruction> instructions) {
  auto record = std::make_shared<Record>();
  record->programs = programs_;
  record->instructions.assign(instructions.begin(), instructions.end());
  for (const client::Instruction& instruction : instructions) {
    for (const client::Meta& meta : instruction.accounts) record->before[meta.key];
  }
  for (auto& [key, account] : record->before) account = backend_->account(key);
  RunResult result = backend_->run(instructions);
  for (const auto& [key, account] : record->before) record->after[key] = backend_->account(key);
  return {std::move(result), std::move(record)};
}

}  // namespace grapnel::testing
