#include "protocols/loader_v3/loader_v3.hpp"

#include "codec/base58.hpp"
#include "codec/little_endian.hpp"
#include "protocols/keys.hpp"
#include "protocols/system/system.hpp"

namespace zestron::protocols::loader_v3 {

const Pubkey kProgramId = *codec::from_base58<Pubkey>("BPFLoaderUpgradeab1e11111111111111111111111");

namespace {

enum Variant : std::uint32_t {
  kInitializeBuffer = 0,
  kWrite = 1,
  kDeployWithMaxDataLen = 2,
  kUpgrade = 3,
  kSetAuthority = 4,
  kClose = 5,
  kExtendProgram = 6,
};

enum State : std::uint32_t { kStateBuffer = 1, kStateProgramData = 3 };

// u8 1 and the key, or u8 0 and 32 bytes that mean nothing.
std::optional<Pubkey> read_authority(ByteView option) {
  if (option[0] != 1) return std::nullopt;
  return Pubkey::from(option.subspan(1, Pubkey::kSize));
}

template <class T>
T get_le(ByteView bytes, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value |= static_cast<T>(T{bytes[at + i]} << (8 * i));
  return value;
}

Bytes variant(Variant which) {
  Bytes data;
  codec::put_le<std::uint32_t>(data, which);
  return data;
}

const Pubkey& rent_sysvar() {
  static const auto key = *codec::from_base58<Pubkey>("SysvarRent111111111111111111111111111111111");
  return key;
}

const Pubkey& clock_sysvar() {
  static const auto key = *codec::from_base58<Pubkey>("SysvarC1ock11111111111111111111111111111111");
  return key;
}

codec::Instruction write(const Pubkey& buffer, const Pubkey& authority, std::size_t offset, ByteView bytes) {
  Bytes data;
  codec::put_le<std::uint32_t>(data, kWrite);
  codec::put_le(data, static_cast<std::uint32_t>(offset));
  codec::put_le(data, static_cast<std::uint64_t>(bytes.size()));
  codec::put_bytes(data, bytes);
  return {kProgramId, {{buffer, false, true}, {authority, true, false}}, std::move(data)};
}

}  // namespace

BufferInstructions upload(const Pubkey& payer, const Pubkey& authority, const Pubkey& buffer, ByteView elf,
                          Lamports rent) {
  BufferInstructions out;
  Bytes initialize;
  codec::put_le<std::uint32_t>(initialize, kInitializeBuffer);
  out.create = {system::create_account(payer, buffer, rent, kBufferMetadataSize + elf.size(), kProgramId),
                {kProgramId, {{buffer, false, true}, {authority, false, false}}, std::move(initialize)}};
  for (std::size_t at = 0; at < elf.size(); at += kWriteChunk) {
    out.writes.push_back(write(buffer, authority, at, elf.subspan(at, std::min(kWriteChunk, elf.size() - at))));
  }
  return out;
}

std::vector<codec::Instruction> deploy(const Pubkey& payer, const Pubkey& program, const Pubkey& program_data,
                                       const Pubkey& buffer, const Pubkey& authority, Lamports program_rent,
                                       std::uint64_t max_data_len) {
  Bytes data;
  codec::put_le<std::uint32_t>(data, kDeployWithMaxDataLen);
  codec::put_le(data, max_data_len);
  return {system::create_account(payer, program, program_rent, kProgramSize, kProgramId),
          {kProgramId,
           {{payer, true, true},
            {program_data, false, true},
            {program, false, true},
            {buffer, false, true},
            {rent_sysvar(), false, false},
            {clock_sysvar(), false, false},
            {system::kProgramId, false, false},
            {authority, true, false}},
           std::move(data)}};
}

codec::Instruction upgrade(const Pubkey& program, const Pubkey& program_data, const Pubkey& buffer,
                           const Pubkey& authority, const Pubkey& spill) {
  return {kProgramId,
          {{program_data, false, true},
           {program, false, true},
           {buffer, false, true},
           {spill, false, true},
           {rent_sysvar(), false, false},
           {clock_sysvar(), false, false},
           {authority, true, false}},
          variant(kUpgrade)};
}

codec::Instruction extend(const Pubkey& program, const Pubkey& program_data, const Pubkey& payer,
                          std::uint32_t additional_bytes) {
  Bytes data = variant(kExtendProgram);
  codec::put_le(data, additional_bytes);
  return {
      kProgramId,
      {{program_data, false, true}, {program, false, true}, {system::kProgramId, false, false}, {payer, true, true}},
      std::move(data)};
}

Pubkey program_data_address(const Pubkey& program) {
  return to_host(grapnel::find_program_address(to_program(kProgramId), to_program(program)).address);
}

codec::Instruction set_authority(const Pubkey& account, const Pubkey& authority,
                                 const std::optional<Pubkey>& new_authority) {
  codec::Instruction out{kProgramId, {{account, false, true}, {authority, true, false}}, variant(kSetAuthority)};
  if (new_authority) out.accounts.push_back({*new_authority, false, false});
  return out;
}

codec::Instruction close_buffer(const Pubkey& buffer, const Pubkey& recipient, const Pubkey& authority) {
  return {kProgramId, {{buffer, false, true}, {recipient, false, true}, {authority, true, false}}, variant(kClose)};
}

std::optional<Buffer> read_buffer(ByteView account_data) {
  if (account_data.size() < kBufferMetadataSize || get_le<std::uint32_t>(account_data, 0) != kStateBuffer)
    return std::nullopt;
  return Buffer{read_authority(account_data.subspan(4)), account_data.subspan(kBufferMetadataSize)};
}

std::optional<ProgramData> read_program_data(ByteView account_data) {
  if (account_data.size() < kProgramDataMetadataSize || get_le<std::uint32_t>(account_data, 0) != kStateProgramData)
    return std::nullopt;
  return ProgramData{get_le<std::uint64_t>(account_data, 4), read_authority(account_data.subspan(12)),
                     account_data.subspan(kProgramDataMetadataSize)};
}

}  // namespace zestron::protocols::loader_v3
