// The runtime's functions that a program may call, with the layouts of their C ABI. In a program `grapnel link` turns a
// name into its hash; on the host native/syscalls.cpp implements them.
#pragma once

#include <grapnel/integers.hpp>
#include <grapnel/pubkey.hpp>

namespace grapnel {

struct Slice {
  const void* data;
  u64 size;
};

// What one derived address signs with: its seeds and bump.
struct SignerSeeds {
  const Slice* seeds;
  u64 count;
};

struct AccountMeta {
  const Pubkey* key;
  bool is_writable;
  bool is_signer;
};

namespace abi {

struct Instruction {
  const Pubkey* program_id;
  const AccountMeta* accounts;
  u64 account_count;
  const u8* data;
  u64 data_size;
};

struct AccountInfo {
  const Pubkey* key;
  u64* lamports;
  u64 size;
  u8* data;
  const Pubkey* owner;
  u64 rent_epoch;  // the runtime doesn't read it
  u32 flags;       // bytes: is_signer, is_writable, executable, unused
  u32 unused;
};

// What sol_get_processed_sibling_instruction fills: Rust's ProcessedSiblingInstruction and AccountMeta.
struct SiblingSize {
  u64 data;
  u64 accounts;
};
struct SiblingAccount {
  u8 key_bytes[32];
  bool is_signer;
  bool is_writable;

  Pubkey key() const { return Pubkey::from_bytes(key_bytes); }
};

static_assert(sizeof(SiblingAccount) == 34 && alignof(SiblingAccount) == 1);
static_assert(sizeof(AccountMeta) == 16 && sizeof(Instruction) == 40 && sizeof(AccountInfo) == 56);

}  // namespace abi

extern "C" {
void sol_log_(const char* text, u64 size);
void sol_log_64_(u64 a, u64 b, u64 c, u64 d, u64 e);
void sol_log_pubkey(const Pubkey* key);
void sol_log_compute_units_();
void sol_log_data(const Slice* slices, u64 count);
u64 sol_sha256(const Slice* slices, u64 count, void* digest);
u64 sol_curve_validate_point(u64 curve, const void* point,
                             void* unused);  // 0: it is on the curve; curve 0 is edwards25519
u64 sol_get_clock_sysvar(void* clock);
u64 sol_get_rent_sysvar(void* rent);
u64 sol_get_epoch_schedule_sysvar(void* schedule);
u64 sol_get_epoch_rewards_sysvar(void* rewards);
u64 sol_get_last_restart_slot(u64* slot);
u64 sol_get_sysvar(const Pubkey* sysvar, void* out, u64 offset, u64 size);  // 0: read; 1: outside of it; 2: unknown
u64 sol_get_stack_height();
u64 sol_get_processed_sibling_instruction(u64 index, abi::SiblingSize* size, Pubkey* program, u8* data,
                                          abi::SiblingAccount* accounts);  // 0: there is none
u64 sol_invoke_signed_c(const abi::Instruction* instruction, const abi::AccountInfo* infos, int info_count,
                        const SignerSeeds* signers, int signer_count);
void sol_set_return_data(const void* data, u64 size);
u64 sol_get_return_data(void* data, u64 size, Pubkey* program);
void sol_memcpy_(void* to, const void* from, u64 size);
void sol_memset_(void* to, u8 value, u64 size);
void sol_memmove_(void* to, const void* from, u64 size);
void sol_memcmp_(const void* a, const void* b, u64 size, i32* result);
}

}  // namespace grapnel
