#include "chain_rpc/call.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc {

Checked<Slot> Call::slot_at(Commitment commitment, const Config& config) const {
  const Slot slot = backend.bounds().at(commitment);
  const auto least = config["minContextSlot"].optional_u64();
  if (!least) return std::unexpected(least.error());
  if (least->value_or(0) > slot.value()) {
    return refuse(code::kMinContextSlot, "Minimum context slot has not been reached",
                  fmt::format(R"({{"contextSlot":{}}})", slot.value()));
  }
  return slot;
}

std::string with_context(const Call& call, Slot slot, std::string_view value_json) {
  return fmt::format(R"({{"context":{{"apiVersion":"{}","slot":{}}},"value":{}}})", call.backend.version().agave,
                     slot.value(), value_json);
}

RpcError to_rpc_error(Failure<BackendCode> failure) {
  if (failure.code == BackendCode::kInvalid) {
    // Agave answers this one, alone of the encoding errors, with the code of a bad request.
    const bool base58 = failure.message.starts_with("Encoded binary (base 58) data should be less than");
    return {base58 ? code::kInvalidRequest : code::kInvalidParams, std::move(failure.message)};
  }
  if (failure.code == BackendCode::kScanAborted) return {code::kScanError, std::move(failure.message)};
  if (failure.code == BackendCode::kUpstream) return {code::kInternal, std::move(failure.message)};
  return {code::kInternal, "Internal error"};
}

}  // namespace zestron::chain_rpc
