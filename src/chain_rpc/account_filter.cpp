#include "chain_rpc/account_filter.hpp"

#include "chain_rpc/decode_problem.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::chain_rpc {
namespace {

constexpr std::size_t kFiltersMax = 4;
constexpr std::size_t kBytesMax = 128;
constexpr std::size_t kBase58Max = 175;  // characters that 128 bytes may need
constexpr std::size_t kBase64Max = 172;

std::unexpected<RpcError> too_long() { return invalid_params("Invalid param: DataTooLarge"); }

Checked<Bytes> listed_bytes(const Value& list) {
  const auto values = list.array();
  if (!values) return std::unexpected(values.error());
  if (values->size() > kBytesMax) return too_long();
  Bytes bytes;
  for (const Value& value : *values) {
    const auto number = value.u64("u8");
    if (!number) return std::unexpected(number.error());
    if (*number > 255)
      return invalid_params(fmt::format("Invalid params: invalid value: integer `{}`, expected u8.", *number));
    bytes.push_back(static_cast<std::uint8_t>(*number));
  }
  return bytes;
}

/// Base58 text, text tagged by `encoding`, or a list of numbers.
Checked<Bytes> memcmp_bytes(const Value& memcmp) {
  const Value bytes = memcmp["bytes"];
  if (!bytes.present()) return invalid_params("Invalid params: missing field `bytes`.");
  if (bytes.is_array()) return listed_bytes(bytes);
  const auto text = bytes.string();
  if (!text) return std::unexpected(text.error());
  const auto encoding = memcmp["encoding"].variant({"base58", "base64", "bytes"});
  if (!encoding) return std::unexpected(encoding.error());
  const bool base64 = *encoding == "base64";
  if (text->size() > (base64 ? kBase64Max : kBase58Max)) return too_long();
  auto decoded = base64 ? codec::base64_decode(*text) : codec::base58_decode(*text);
  if (!decoded && base64)
    return invalid_params(fmt::format("Invalid param: Base64DecodeError({})", base64_problem(*text)));
  if (!decoded) return invalid_params(fmt::format("Invalid param: Base58DecodeError({})", base58_problem(*text)));
  if (decoded->size() > kBytesMax) return too_long();
  return std::move(*decoded);
}

Checked<AccountFilter> parse_filter(const Value& filter) {
  const std::vector<std::string_view> kinds{"dataSize", "memcmp", "tokenAccountState"};
  if (filter.is_string()) {
    const auto name = filter.variant(kinds);
    if (!name) return std::unexpected(name.error());
    if (*name == "tokenAccountState") return TokenAccountState{};
    return invalid_params("Invalid params: invalid type: unit variant, expected newtype variant.");
  }
  const auto names = filter.names();
  if (names.size() != 1)
    return invalid_params(
        "Invalid params: expected a filter of one member: `dataSize`, `memcmp` or `tokenAccountState`.");
  if (names[0] == "tokenAccountState") {
    const Value unit = filter["tokenAccountState"];
    if (!unit.present()) return TokenAccountState{};
    return invalid_params(fmt::format("Invalid params: invalid type: {}, expected unit.", unit.described()));
  }
  if (names[0] == "dataSize") {
    const auto size = filter["dataSize"].u64();
    if (!size) return std::unexpected(size.error());
    return DataSize{*size};
  }
  if (names[0] != "memcmp") {
    return invalid_params(
        fmt::format("Invalid params: unknown variant `{}`, expected one of `{}`.", names[0], fmt::join(kinds, "`, `")));
  }
  const Value memcmp = filter["memcmp"];
  if (!memcmp["offset"].present()) return invalid_params("Invalid params: missing field `offset`.");
  const auto offset = memcmp["offset"].u64("usize");
  if (!offset) return std::unexpected(offset.error());
  auto bytes = memcmp_bytes(memcmp);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  return Memcmp{.offset = *offset, .bytes = std::move(*bytes)};
}

struct ToJson {
  std::string operator()(const DataSize& filter) const { return fmt::format(R"({{"dataSize":{}}})", filter.size); }
  std::string operator()(const Memcmp& filter) const {
    return fmt::format(R"({{"memcmp":{{"offset":{},"encoding":"base64","bytes":"{}"}}}})", filter.offset,
                       codec::base64_encode(filter.bytes));
  }
  std::string operator()(const TokenAccountState&) const { return R"("tokenAccountState")"; }
};

struct Matches {
  ByteView data;
  bool operator()(const DataSize& filter) const { return data.size() == filter.size; }
  bool operator()(const Memcmp& filter) const {
    if (filter.offset > data.size() || filter.bytes.size() > data.size() - filter.offset) return false;
    return std::ranges::equal(data.subspan(filter.offset, filter.bytes.size()), filter.bytes);
  }
  /// Byte 108 is the state, byte 165 the type of a Token-2022 account with extensions; 355 bytes are a multisig.
  bool operator()(const TokenAccountState&) const {
    const bool sized = data.size() == 165 || (data.size() > 165 && data.size() != 355 && data[165] == 2);
    return sized && data[108] != 0;
  }
};

}  // namespace

Checked<std::vector<AccountFilter>> parse_filters(const Config& config) {
  std::vector<AccountFilter> filters;
  if (!config["filters"].present()) return filters;
  const auto values = config["filters"].array();
  if (!values) return std::unexpected(values.error());
  if (values->size() > kFiltersMax)
    return invalid_params(fmt::format("Too many filters provided; max {}", kFiltersMax));
  for (const Value& value : *values) {
    auto filter = parse_filter(value);
    if (!filter) return std::unexpected(std::move(filter.error()));
    filters.push_back(std::move(*filter));
  }
  return filters;
}

std::string filter_json(const AccountFilter& filter) { return std::visit(ToJson{}, filter); }
bool matches(const AccountFilter& filter, ByteView data) { return std::visit(Matches{data}, filter); }

}  // namespace zestron::chain_rpc
