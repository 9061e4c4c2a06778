// The upgradeable loader: what it takes to put a program on chain. Source: the crate solana-loader-v3-interface,
// instruction.rs and state.rs (bincode: u32 variant, fields little-endian, byte vectors with a u64 length).
//
//   buffer account   37 bytes of state (u32 1, Option authority) │ ELF
//   program data     45 bytes of state (u32 3, u64 slot, Option authority) │ ELF │ head-room for upgrades
//   program account  36 bytes: u32 2, program data address
#pragma once

#include "codec/transaction/instruction.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace zestron::protocols::loader_v3 {

/// BPFLoaderUpgradeab1e11111111111111111111111
extern const Pubkey kProgramId;

inline constexpr std::size_t kBufferMetadataSize = 37;
inline constexpr std::size_t kProgramSize = 36;
inline constexpr std::size_t kProgramDataMetadataSize = 45;
/// ELF bytes that one write transaction of a single signer carries (1,232 less signatures, keys, header and instruction).
inline constexpr std::size_t kWriteChunk = 1012;

/// Where the loader keeps a program's code.
Pubkey program_data_address(const Pubkey& program);

struct BufferInstructions {
  std::vector<codec::Instruction>
      create;  ///< one transaction: create_account and initialize_buffer; `buffer` and payer sign
  std::vector<codec::Instruction> writes;  ///< one transaction each; order does not matter
};

/// `rent` is the rent-exempt minimum of kBufferMetadataSize + elf.size() bytes.
BufferInstructions upload(const Pubkey& payer, const Pubkey& authority, const Pubkey& buffer, ByteView elf,
                          Lamports rent);

/// One transaction: creates the program account (`program_rent` for kProgramSize) and deploys the buffer into it with room
/// for `max_data_len` ELF bytes. payer, program and authority sign; program_data is the PDA of `program`.
std::vector<codec::Instruction> deploy(const Pubkey& payer, const Pubkey& program, const Pubkey& program_data,
                                       const Pubkey& buffer, const Pubkey& authority, Lamports program_rent,
                                       std::uint64_t max_data_len);

/// Puts the buffer's ELF in the place of the program's; the buffer's lamports go to `spill`. `authority` signs. Refused in a
/// slot in which the program was deployed, upgraded or extended.
codec::Instruction upgrade(const Pubkey& program, const Pubkey& program_data, const Pubkey& buffer,
                           const Pubkey& authority, const Pubkey& spill);

/// More room in the program data, paid by `payer`. SIMD-0431: at least kExtendMin bytes, or up to 10 MiB in all.
inline constexpr std::uint32_t kExtendMin = 10'240;
codec::Instruction extend(const Pubkey& program, const Pubkey& program_data, const Pubkey& payer,
                          std::uint32_t additional_bytes);

/// Hands a buffer over, or with `program_data` of a program the right to upgrade it. `authority` signs; nullopt as new authority
/// makes a program final.
codec::Instruction set_authority(const Pubkey& account, const Pubkey& authority,
                                 const std::optional<Pubkey>& new_authority);

/// Gives the buffer's lamports to `recipient`. `authority` signs.
codec::Instruction close_buffer(const Pubkey& buffer, const Pubkey& recipient, const Pubkey& authority);

struct Buffer {
  std::optional<Pubkey> authority;
  ByteView elf;  ///< within the account's data
};
/// nullopt: not a buffer.
std::optional<Buffer> read_buffer(ByteView account_data);

struct ProgramData {
  std::uint64_t slot = 0;           ///< of the last deployment, upgrade or extension
  std::optional<Pubkey> authority;  ///< nullopt: the program can't be changed any more
  ByteView elf;                     ///< with the head-room behind it
};
std::optional<ProgramData> read_program_data(ByteView account_data);

}  // namespace zestron::protocols::loader_v3
