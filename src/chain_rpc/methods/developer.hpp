// What the surfnet_* methods share: they rewrite the chain, so they are for the developer at this machine only.
#pragma once

#include "chain_rpc/call.hpp"

#include <string_view>
#include <utility>

namespace zestron::chain_rpc::methods {

/// An error unless the server listens on loopback alone and no web page of a foreign origin is behind the call.
Checked<void> expect_developer(const Call& call, std::string_view method);

/// A developer is told what the chain says, whatever the code.
template <class T>
Checked<T> told(BackendResult<T> result) {
  if (result) return std::move(*result);
  const bool invalid = result.error().code == BackendCode::kInvalid;
  return refuse(invalid ? code::kInvalidParams : code::kInternal, std::move(result.error().message));
}

}  // namespace zestron::chain_rpc::methods
