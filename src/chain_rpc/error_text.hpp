// The sentence for a TransactionError, from its JSON. Clients match on these words, so they are Agave's Display forms to the
// letter (solana-transaction-error and solana-instruction-error, 3.x).
#pragma once

#include <string>
#include <string_view>

namespace zestron::chain_rpc {

/// `error_json` as in meta.err: "\"BlockhashNotFound\"", {"InstructionError":[0,{"Custom":1}]}. An unknown error is its JSON.
std::string transaction_error_text(std::string_view error_json);

}  // namespace zestron::chain_rpc
