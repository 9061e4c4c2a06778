#include "config.hpp"

namespace agent_factory {

namespace {

// By words: the room behind the text is zero, so it may be read too. ASCII is valid UTF-8, which clients that decode the
// account as Borsh insist on.
bool is_ascii(const TailString<kConfigUriMax>& text) {
  static_assert(kConfigUriMax % 32 == 4 && __builtin_offsetof(AgentState, config_uri) % 8 == 0);
  u64 bits = load<u32>(text.chars.items);
  const char* const end = text.chars.items + text.used;
  for (const char* word = text.chars.items + 4; word < end; word += 4 * sizeof(u64)) {
    bits |= load<u64>(word) | load<u64>(word + 8) | load<u64>(word + 16) | load<u64>(word + 24);
  }
  return (bits & 0x8080808080808080) == 0;
}

}  // namespace

Result<> store_config(AgentState& agent, const Hash256& config_hash, const String<kConfigUriMax>& config_uri,
                      bool was_zero) {
  // A hash whose first word is zero is rare: the whole is compared only then.
  if (load<u64>(config_hash.items) == 0 && equal(config_hash, kNoHash)) return fail(AgentError::ConfigHashMissing);
  if (config_uri.size == 0) return fail(AgentError::ConfigUriInvalid);
  agent.config_hash = config_hash;
  if (!was_zero) sol_memset_(agent.config_uri.chars.items, 0, kConfigUriMax);
  agent.config_uri.used = config_uri.size;
  sol_memcpy_(agent.config_uri.chars.items, config_uri.data, config_uri.size);
  return require(is_ascii(agent.config_uri), AgentError::ConfigUriInvalid);
}

void write_terms(const Pubkey& key, AgentState& agent) {
  const Array<Slice, kTermsSliceCount> slices = terms_slices(key, agent);
  sol_sha256(slices.items, kTermsSliceCount, agent.terms.items);
}

}  // namespace agent_factory
