#include "instructions.hpp"

namespace transfer_hook {

namespace {

// Seeds as the interface packs them: 1, length, bytes: text; 3, index: the key of that account of execute; 4, index,
// offset, length: bytes of that account's data.
template <usize N>
constexpr Array<u8, 32> packed(const u8 (&seeds)[N]) {
  Array<u8, 32> config;
  for (usize i = 0; i < N; ++i) config[i] = seeds[i];
  return config;
}
constexpr u8 kMint = 1;
constexpr u8 kDestination = 2;
constexpr u8 kOwnerOffset = 32;

constexpr Array<u8, 32> kRuleSeeds = packed({1, 4, 'r', 'u', 'l', 'e', 3, kMint});
constexpr Array<u8, 32> kAllowanceSeeds = packed(
    {1, 9, 'a', 'l', 'l', 'o', 'w', 'a', 'n', 'c', 'e', 3, kMint, 4, kDestination, kOwnerOffset, sizeof(Pubkey)});

constexpr ExtraMeta kRule{ExtraMeta::Kind::OwnAddress, kRuleSeeds, false, true};
constexpr ExtraMeta kAllowance{ExtraMeta::Kind::OwnAddress, kAllowanceSeeds, false, true};

}  // namespace

Result<> initialize_extra_account_meta_list(Context<InitializeExtraAccountMetaList>& ctx) {
  const auto* hook = token_2022::extension<token_2022::TransferHook>(ctx.mint);
  if (hook == nullptr || !(hook->program.get() == kProgramId)) return fail(HookError::NotOfThisMint);
  *ctx.extra_account_metas = {
      .length = {{sizeof(ExtraMetas) - 4, 0, 0, 0}}, .count = {{2, 0, 0, 0}}, .rule = kRule, .allowance = kAllowance};
  *ctx.rule = {.mint = ctx.mint.key(), .authority = ctx.authority.key(), .transfers = 0, .moved = 0};
  return ok;
}

}  // namespace transfer_hook
