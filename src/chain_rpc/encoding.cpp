#include "chain_rpc/encoding.hpp"

#include "chain_rpc/account_filter.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc {
namespace {

Checked<std::string> slice_text(const Value& slice) {
  if (!slice.present()) return std::string{};
  if (!slice.is_object()) {
    return invalid_params(
        fmt::format("Invalid params: invalid type: {}, expected struct UiDataSliceConfig.", slice.described()));
  }
  for (const std::string_view name : {"offset", "length"}) {
    if (!slice[name].present()) return invalid_params(fmt::format("Invalid params: missing field `{}`.", name));
  }
  auto offset = slice["offset"].u64("usize");
  if (!offset) return std::unexpected(std::move(offset.error()));
  auto length = slice["length"].u64("usize");
  if (!length) return std::unexpected(std::move(length.error()));
  return fmt::format(R"(,"dataSlice":{{"offset":{},"length":{}}})", *offset, *length);
}

/// Members of the options object, without its braces.
Checked<std::string> members(const Config& config) {
  const auto encoding = config["encoding"].variant({"binary", "base58", "base64", "jsonParsed", "base64+zstd"});
  if (!encoding) return std::unexpected(encoding.error());
  auto slice = slice_text(config["dataSlice"]);
  if (!slice) return slice;
  const std::string text = (*encoding ? fmt::format(R"(,"encoding":"{}")", **encoding) : std::string{}) + *slice;
  return text.empty() ? text : text.substr(1);
}

}  // namespace

Checked<std::string> account_options(const Config& config) {
  auto text = members(config);
  if (text) *text = '{' + *text + '}';
  return text;
}

Checked<std::string> program_options(const Config& config) {
  auto text = members(config);
  if (!text) return text;
  const auto filters = parse_filters(config);
  if (!filters) return std::unexpected(filters.error());
  std::string list;
  for (const AccountFilter& filter : *filters) list += (list.empty() ? "" : ",") + filter_json(filter);
  return fmt::format(R"({{{}{}"filters":[{}]}})", *text, text->empty() ? "" : ",", list);
}

}  // namespace zestron::chain_rpc
