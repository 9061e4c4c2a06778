#include "instructions_sysvar.hpp"

#include <algorithm>

namespace grapnel::native {
namespace {

void append(std::vector<u8>& out, u64 value) {
  out.push_back(static_cast<u8>(value));
  out.push_back(static_cast<u8>(value >> 8));
}

void append(std::vector<u8>& out, const Pubkey& key) { out.insert(out.end(), key.data(), key.data() + Pubkey::size()); }

}  // namespace

bool names_instructions_sysvar(std::span<const client::Instruction> message) {
  return std::ranges::any_of(message, [](const client::Instruction& instruction) {
    return std::ranges::find(instruction.accounts, Instructions::kFixedAddress, &client::Meta::key) !=
           instruction.accounts.end();
  });
}

// Layout: grapnel/instructions.hpp.
Account instructions_account(std::span<const client::Instruction> message, usize current) {
  std::vector<u8> data;
  append(data, message.size());
  data.resize(2 + 2 * message.size());
  for (usize i = 0; i < message.size(); ++i) {
    data[2 + 2 * i] = static_cast<u8>(data.size());
    data[3 + 2 * i] = static_cast<u8>(data.size() >> 8);
    append(data, message[i].accounts.size());
    for (const client::Meta& meta : message[i].accounts) {
      data.push_back(static_cast<u8>((meta.is_signer ? 1 : 0) | (meta.is_writable ? 2 : 0)));
      append(data, meta.key);
    }
    append(data, message[i].program_id);
    append(data, message[i].data.size());
    data.insert(data.end(), message[i].data.begin(), message[i].data.end());
  }
  append(data, current);
  return {Lamports{0}, std::move(data), "Sysvar1111111111111111111111111111111111111"_pubkey, false};
}

}  // namespace grapnel::native
