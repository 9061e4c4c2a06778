// The buffer of an upgrade, held to what was voted on.
#pragma once

#include <governance/instructions.hpp>

namespace governance {

// The buffer that was named, which only governance can write to, with the bytes that were hashed. 85 compute units and one
// for each 2 bytes.
inline Result<> require_voted_buffer(const Account<loader::Buffer>& buffer, const UpgradeProgram& action) {
  GRAPNEL_TRY(require(buffer.key() == action.buffer, GovernanceError::BufferOfAnotherProposal));
  GRAPNEL_TRY(require(buffer->has_authority == 1 && buffer->authority.is(kGovernanceAuthority),
                      GovernanceError::BufferNotOurs));
  Hash256 hash;
  const Slice code{buffer.bytes() + loader::Buffer::kSize, buffer.size() - loader::Buffer::kSize};
  sol_sha256(&code, 1, hash.items);
  return require(equal(hash, action.buffer_hash), GovernanceError::BufferChanged);
}

// The buffer that an upgrade names.
inline Result<> require_named_buffer(const Account<loader::Buffer>& buffer, const Proposal& proposal) {
  GRAPNEL_TRY(require(proposal.kind == ActionKind::UpgradeProgram, GovernanceError::AnotherAction));
  return require(buffer.key() == action_of<UpgradeProgram>(proposal).buffer, GovernanceError::BufferOfAnotherProposal);
}

}  // namespace governance
