#include <zestron/vault_mint.hpp>

#include <gtest/gtest.h>

namespace zestron {
namespace {

using enum grapnel::token_2022::ExtensionType;

TEST(VaultMint, refuses_every_extension_by_which_others_reach_into_a_vault) {
  for (const auto type : {PermanentDelegate, TransferHook, ConfidentialTransferMint, ConfidentialTransferFeeConfig,
                          ConfidentialMintBurn, NonTransferable, Pausable, DefaultAccountState, MintCloseAuthority}) {
    EXPECT_FALSE(is_harmless(type)) << static_cast<int>(type);
  }
}

TEST(VaultMint, refuses_what_is_not_known_yet) {
  for (unsigned type = static_cast<unsigned>(PausableAccount) + 1; type < 65'536; ++type) {
    ASSERT_FALSE(is_harmless(static_cast<grapnel::token_2022::ExtensionType>(type)));
  }
}

TEST(VaultMint, takes_fees_and_descriptions) {
  for (const auto type : {TransferFeeConfig, InterestBearingConfig, ScaledUiAmount, MetadataPointer, TokenMetadata}) {
    EXPECT_TRUE(is_harmless(type)) << static_cast<int>(type);
  }
}

}  // namespace
}  // namespace zestron
