#include "app/embedded/embedded.hpp"

#include <algorithm>
#include <array>

// The assembler includes the bytes; a compiler-side array of half a megabyte would take seconds to parse. The paths come
// from CMake, which also rebuilds this file when one of them changes.
#define ZESTRON_EMBED(name, path)                          \
  __asm__(".section .rodata." #name                        \
          ",\"a\",@progbits\n"                             \
          ".balign 16\n"                                   \
          "zestron_embedded_" #name                        \
          ":\n"                                            \
          ".incbin \"" path                                \
          "\"\n"                                           \
          "zestron_embedded_" #name                        \
          "_end:\n"                                        \
          ".byte 0\n"                                      \
          ".text\n");                                      \
  extern "C" const std::uint8_t zestron_embedded_##name[]; \
  extern "C" const std::uint8_t zestron_embedded_##name##_end[]

ZESTRON_EMBED(zest_staking, ZESTRON_EMBED_PROGRAMS "/zest_staking.so");
ZESTRON_EMBED(swap_pool, ZESTRON_EMBED_PROGRAMS "/swap_pool.so");
ZESTRON_EMBED(governance, ZESTRON_EMBED_PROGRAMS "/governance.so");
ZESTRON_EMBED(agent_factory, ZESTRON_EMBED_PROGRAMS "/agent_factory.so");
ZESTRON_EMBED(marketplace, ZESTRON_EMBED_PROGRAMS "/marketplace.so");
ZESTRON_EMBED(rewards, ZESTRON_EMBED_PROGRAMS "/rewards.so");
ZESTRON_EMBED(open_vault, ZESTRON_EMBED_PROGRAMS "/open_vault.so");
ZESTRON_EMBED(idl, ZESTRON_EMBED_IDL);
ZESTRON_EMBED(ema_cross, ZESTRON_EMBED_EMA_CROSS);
ZESTRON_EMBED(mean_reversion, ZESTRON_EMBED_MEAN_REVERSION "/agent.json");
ZESTRON_EMBED(mean_reversion_policy, ZESTRON_EMBED_MEAN_REVERSION "/policy.onnx");
ZESTRON_EMBED(market_maker, ZESTRON_EMBED_EXAMPLES "/market_maker/agent.json");
ZESTRON_EMBED(reward_compounder, ZESTRON_EMBED_EXAMPLES "/reward_compounder/agent.json");
ZESTRON_EMBED(dao_voter, ZESTRON_EMBED_EXAMPLES "/dao_voter/agent.json");
ZESTRON_EMBED(pool_arbitrage, ZESTRON_EMBED_EXAMPLES "/pool_arbitrage/agent.json");
ZESTRON_EMBED(pool_arbitrage_graph, ZESTRON_EMBED_EXAMPLES "/pool_arbitrage/graph.onnx");

namespace zestron::embedded {

std::span<const Program> programs() {
  static const std::array kPrograms{
      Program{"zest_staking", {zestron_embedded_zest_staking, zestron_embedded_zest_staking_end}},
      Program{"swap_pool", {zestron_embedded_swap_pool, zestron_embedded_swap_pool_end}},
      Program{"governance", {zestron_embedded_governance, zestron_embedded_governance_end}},
      Program{"agent_factory", {zestron_embedded_agent_factory, zestron_embedded_agent_factory_end}},
      Program{"marketplace", {zestron_embedded_marketplace, zestron_embedded_marketplace_end}},
      Program{"rewards", {zestron_embedded_rewards, zestron_embedded_rewards_end}},
      Program{"open_vault", {zestron_embedded_open_vault, zestron_embedded_open_vault_end}},
  };
  return kPrograms;
}
ByteView program(std::string_view name) {
  const auto found = std::ranges::find(programs(), name, &Program::name);
  return found == programs().end() ? ByteView{} : found->elf;
}
std::string_view agent_factory_idl() { return as_text({zestron_embedded_idl, zestron_embedded_idl_end}); }
std::string_view ema_cross_config() { return as_text({zestron_embedded_ema_cross, zestron_embedded_ema_cross_end}); }
std::string_view mean_reversion_config() {
  return as_text({zestron_embedded_mean_reversion, zestron_embedded_mean_reversion_end});
}
ByteView mean_reversion_policy() {
  return {zestron_embedded_mean_reversion_policy, zestron_embedded_mean_reversion_policy_end};
}
std::string_view sample_config(std::string_view name) {
  if (name == "ema_cross") return ema_cross_config();
  if (name == "mean_reversion") return mean_reversion_config();
  if (name == "market_maker") return as_text({zestron_embedded_market_maker, zestron_embedded_market_maker_end});
  if (name == "reward_compounder")
    return as_text({zestron_embedded_reward_compounder, zestron_embedded_reward_compounder_end});
  if (name == "dao_voter") return as_text({zestron_embedded_dao_voter, zestron_embedded_dao_voter_end});
  if (name == "pool_arbitrage") return as_text({zestron_embedded_pool_arbitrage, zestron_embedded_pool_arbitrage_end});
  return {};
}
ByteView sample_model(std::string_view name) {
  if (name == "mean_reversion") return mean_reversion_policy();
  if (name == "pool_arbitrage")
    return {zestron_embedded_pool_arbitrage_graph, zestron_embedded_pool_arbitrage_graph_end};
  return {};
}

}  // namespace zestron::embedded
