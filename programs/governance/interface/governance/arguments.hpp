// Arguments of the instructions that have some.
#pragma once

#include <governance/proposal.hpp>

namespace governance {

struct InitializeArgs {
  Pubkey guardian;  // zero: nobody
  Parameters parameters;
};

struct ProposeArgs {
  Hash256 document;  // sha256 of the text that says why; not zero
  ActionKind kind;
  ByteView<kPayloadMax> payload;  // the bytes of the kind's type
};

struct VoteArgs {
  Choice choice;
};

// What was voted on is the hash of these with the keys, so the executor can't choose them.
struct ExecuteCallArgs {
  ByteView<kCallAccountsMax> flags;  // CallFlags of each account behind the named ones
};

}  // namespace governance
