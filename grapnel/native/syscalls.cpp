// The runtime's functions for native programs: the same names, the same results.
#include <grapnel/syscalls.hpp>

#include <fmt/format.h>
#include <grapnel/client/base58.hpp>
#include <grapnel/ed25519.hpp>
#include <grapnel/sha256.hpp>

#include <algorithm>
#include <cstring>
#include <string>

#include "execution.hpp"

namespace grapnel {

using native::Execution;

extern "C" {

void sol_log_(const char* text, u64 size) { Execution::current().log("Program log: " + std::string(text, size)); }

void sol_log_64_(u64 a, u64 b, u64 c, u64 d, u64 e) {
  Execution::current().log(fmt::format("Program log: {:#x}, {:#x}, {:#x}, {:#x}, {:#x}", a, b, c, d, e));
}

void sol_log_pubkey(const Pubkey* key) { Execution::current().log("Program log: " + to_base58(*key)); }

// Nothing is metered: the line would be different on every machine that does.
void sol_log_compute_units_() {}

void sol_log_data(const Slice* slices, u64 count) { Execution::current().log_data({slices, count}); }

u64 sol_sha256(const Slice* slices, u64 count, void* digest) {
  Sha256 hash;
  for (u64 i = 0; i < count; ++i) hash.add(static_cast<const u8*>(slices[i].data), slices[i].size);
  const Digest result = hash.finish();
  std::memcpy(digest, result.bytes, sizeof result.bytes);
  return 0;
}

u64 sol_curve_validate_point(u64, const void* point, void*) {
  return detail::is_on_curve(static_cast<const u8*>(point)) ? 0 : 1;
}

u64 sol_get_clock_sysvar(void* clock) {
  const Clock& now = Execution::current().clock();
  std::memcpy(clock, &now, sizeof now);
  return 0;
}

u64 sol_get_rent_sysvar(void* rent) {
  const Rent& now = Execution::current().rent();
  std::memcpy(rent, &now, 17);  // without the padding
  return 0;
}

u64 sol_get_epoch_schedule_sysvar(void* schedule) {
  const EpochSchedule& now = Execution::current().runtime().epoch_schedule;
  std::memcpy(schedule, &now, sizeof now);
  return 0;
}

u64 sol_get_epoch_rewards_sysvar(void* rewards) {
  const EpochRewards& now = Execution::current().runtime().epoch_rewards;
  std::memcpy(rewards, &now, sizeof now);
  return 0;
}

u64 sol_get_last_restart_slot(u64* slot) {
  *slot = Execution::current().runtime().last_restart_slot.slot;
  return 0;
}

// Clock, Rent, and of those that have no call of their own SlotHashes: u64 count, entries.
u64 sol_get_sysvar(const Pubkey* sysvar, void* out, u64 offset, u64 size) {
  const auto part_of = [&](const void* whole, u64 bytes) -> u64 {
    if (offset > bytes || size > bytes - offset) return 1;
    std::memcpy(out, static_cast<const u8*>(whole) + offset, size);
    return 0;
  };
  if (*sysvar == Clock::kAddress) return part_of(&Execution::current().clock(), sizeof(Clock));
  if (*sysvar == Rent::kAddress) return part_of(&Execution::current().rent(), Rent::kSize);
  if (!(*sysvar == SlotHashes::kAddress)) return 2;
  const auto& hashes = Execution::current().runtime().slot_hashes;
  constexpr u64 kEntry = sizeof(SlotHashes::Entry);
  if (offset < sizeof(u64) || (offset - sizeof(u64)) % kEntry != 0 || size != kEntry) return 2;  // only whole entries
  const u64 index = (offset - sizeof(u64)) / kEntry;
  if (index >= hashes.size()) return 1;
  std::memcpy(out, &hashes[index], kEntry);
  return 0;
}

u64 sol_get_stack_height() { return Execution::current().stack_height(); }

u64 sol_get_processed_sibling_instruction(u64 index, abi::SiblingSize* size, Pubkey* program, u8* data,
                                          abi::SiblingAccount* accounts) {
  const client::Instruction* found = Execution::current().sibling(index);
  if (found == nullptr) return 0;
  if (size->data != found->data.size() || size->accounts != found->accounts.size()) {
    *size = {found->data.size(), found->accounts.size()};
    return 1;
  }
  *program = found->program_id;
  std::ranges::copy(found->data, data);
  for (const client::Meta& meta : found->accounts) {
    std::copy_n(meta.key.data(), Pubkey::size(), accounts->key_bytes);
    accounts->is_signer = meta.is_signer;
    accounts->is_writable = meta.is_writable;
    ++accounts;
  }
  return 1;
}

u64 sol_invoke_signed_c(const abi::Instruction* instruction, const abi::AccountInfo* infos, int info_count,
                        const SignerSeeds* signers, int signer_count) {
  Execution::current().invoke(*instruction, {infos, static_cast<usize>(info_count)},
                              {signers, static_cast<usize>(signer_count)});
  return 0;
}

void sol_set_return_data(const void* data, u64 size) {
  Execution::current().set_return_data({static_cast<const u8*>(data), size});
}

u64 sol_get_return_data(void* data, u64 size, Pubkey* program) {
  const auto held = Execution::current().return_data();
  const usize copied = held.size() < size ? held.size() : size;
  if (copied > 0) {
    std::memcpy(data, held.data(), copied);
    *program = Execution::current().return_data_program();
  }
  return held.size();
}

void sol_memcpy_(void* to, const void* from, u64 size) { std::memcpy(to, from, size); }
void sol_memset_(void* to, u8 value, u64 size) { std::memset(to, value, size); }
void sol_memmove_(void* to, const void* from, u64 size) { std::memmove(to, from, size); }
void sol_memcmp_(const void* a, const void* b, u64 size, i32* result) { *result = std::memcmp(a, b, size); }

}  // extern "C"
}  // namespace grapnel
