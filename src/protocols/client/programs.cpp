#include "protocols/client/programs.hpp"

#include <fmt/format.h>
#include <grapnel/client/client.hpp>
#include <zestron/programs.hpp>

#include <algorithm>
#include <cstring>

namespace zestron::protocols::client {
namespace {

template <class List>
auto named(const List& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, [](const auto& item) -> std::string_view { return item.name; });
  return found == list.end() ? nullptr : &*found;
}

template <class List>
auto tagged(const List& list, ByteView data) {
  const auto found = std::ranges::find_if(list, [&](const auto& item) {
    return data.size() >= item.tag.size() && std::equal(item.tag.begin(), item.tag.end(), data.begin());
  });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const AccountSpec* InstructionSpec::account(std::string_view name_of_it) const { return named(accounts, name_of_it); }
const InstructionSpec* ProgramSpec::instruction(std::string_view name_of_it) const {
  return named(instructions, name_of_it);
}
const InstructionSpec* ProgramSpec::instruction_of(ByteView data) const { return tagged(instructions, data); }
const DataSpec* ProgramSpec::account(std::string_view name_of_it) const { return named(accounts, name_of_it); }
const DataSpec* ProgramSpec::account_of(ByteView data) const { return tagged(accounts, data); }
const DataSpec* ProgramSpec::type(std::string_view name_of_it) const { return named(types, name_of_it); }
const DataSpec* ProgramSpec::event_of(ByteView data) const { return tagged(events, data); }

std::span<const ProgramSpec> programs() {
  static const std::vector<ProgramSpec> kPrograms{
      described::zest_staking(), described::swap_pool(), described::governance(), described::agent_factory(),
      described::marketplace(),  described::rewards(),   described::open_vault()};
  return kPrograms;
}

const ProgramSpec* find(std::string_view name) { return named(programs(), name); }

const ProgramSpec* find(const Pubkey& id) {
  const auto found = std::ranges::find(programs(), id, &ProgramSpec::id);
  return found == programs().end() ? nullptr : &*found;
}

const Pubkey& governance_authority() {
  static const Pubkey kKey = [] {
    Pubkey key;
    std::memcpy(key.data(), &::zestron::kGovernanceAuthority, Pubkey::kSize);
    return key;
  }();
  return kKey;
}

std::string explain(const Pubkey& program, std::uint64_t code) {
  const auto* known = find(program);
  if (known == nullptr) return {};
  const auto own = std::ranges::find(known->errors, code, &ErrorSpec::code);
  if (own != known->errors.end()) return fmt::format("{} ({}): {}", own->name, code, own->message);
  for (const auto& error : grapnel::detail::kFrameworkErrors) {
    if (static_cast<std::uint64_t>(error.code) != code) continue;
    return fmt::format("{} ({}): {}", std::string_view(error.name.data, error.name.size), code,
                       std::string_view(error.message.data, error.message.size));
  }
  return {};
}

}  // namespace zestron::protocols::client
