// The upgradeable loader's two instructions that governance calls, as a native program: who may, and what moves where. It neither
// verifies code nor runs it; tests/upgrade_test.cpp has the real one, on the bank.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/programs/loader.hpp>

#include <cstring>

namespace governance::test::loader_double {

using namespace grapnel;

enum class LoaderFailure : u64 { Account = 90, Authority = 91, Size = 92 };
inline Failure refuse(LoaderFailure failure) { return {static_cast<u64>(failure)}; }

struct Upgrade {
  Mut<Account<loader::ProgramData>> program_data;
  Mut<Account<loader::ProgramAccount>> program;
  Mut<Account<loader::Buffer>> buffer;
  Mut<Unchecked> spill;
  Unchecked rent;
  Unchecked clock;
  Signer authority;
};
inline Result<> upgrade(Context<Upgrade>& ctx) {
  const u64 code = ctx.buffer.size() - loader::Buffer::kSize;
  if (!ctx.program->program_data.is(ctx.program_data.key())) return refuse(LoaderFailure::Account);
  const bool may = ctx.program_data->is_authority(ctx.authority.key()) && ctx.buffer->has_authority == 1 &&
                   ctx.buffer->authority.is(ctx.authority.key());
  if (!may) return refuse(LoaderFailure::Authority);
  if (ctx.program_data.size() < loader::ProgramData::kSize + code) return refuse(LoaderFailure::Size);
  std::memcpy(ctx.program_data.raw()->data() + loader::ProgramData::kSize, ctx.buffer.bytes() + loader::Buffer::kSize,
              code);
  static_cast<void>(move_lamports(ctx.buffer, ctx.spill, ctx.buffer.lamports()));
  return ok;
}

// Behind these the next authority, unless there is to be none.
struct SetAuthority {
  Mut<Unchecked> account;
  Signer current;
};
inline Result<> set_authority(Context<SetAuthority>& ctx) {
  RawAccount* account = ctx.account.raw();
  const bool is_buffer = loader::Buffer::valid(account->data(), account->size);
  if (!is_buffer && !loader::ProgramData::valid(account->data(), account->size)) return refuse(LoaderFailure::Account);
  u8* const has = account->data() + (is_buffer ? 4 : 12);
  if (*has != 1 || !(load<Pubkey>(has + 1) == ctx.current.key())) return refuse(LoaderFailure::Authority);
  *has = 0;
  for (const AccountView next : ctx.remaining()) {
    *has = 1;
    std::memcpy(has + 1, next.key().data(), Pubkey::size());
  }
  return *has == 0 && is_buffer ? Result<>(refuse(LoaderFailure::Authority)) : ok;
}

struct Loader
    : Module<"loader_double", UpgradeableLoader::kId, Tagged<upgrade, 3, 0, 0, 0>, Tagged<set_authority, 4, 0, 0, 0>> {
};

}  // namespace governance::test::loader_double
