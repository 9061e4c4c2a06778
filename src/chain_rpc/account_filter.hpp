// Filters of getProgramAccounts and programSubscribe. The bank applies them to lists; notifications apply them one by one.
#pragma once

#include "base/bytes.hpp"
#include "chain_rpc/params.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace zestron::chain_rpc {

struct DataSize {
  std::uint64_t size = 0;
};
struct Memcmp {
  std::uint64_t offset = 0;
  Bytes bytes;
};
/// The data is an initialized token account.
struct TokenAccountState {};

using AccountFilter = std::variant<DataSize, Memcmp, TokenAccountState>;

/// The config's `filters`: at most 4, checked; empty when absent.
Checked<std::vector<AccountFilter>> parse_filters(const Config& config);
/// RpcFilterType's JSON.
std::string filter_json(const AccountFilter& filter);
bool matches(const AccountFilter& filter, ByteView data);

}  // namespace zestron::chain_rpc
