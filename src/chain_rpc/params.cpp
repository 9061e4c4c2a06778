#include "chain_rpc/params.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::chain_rpc {
namespace {

using Json = nlohmann::json;

/// serde's `Unexpected` as serde_json words it.
std::string describe(const Json* json) {
  if (json == nullptr) return "null";
  switch (json->type()) {
    case Json::value_t::boolean: return fmt::format("boolean `{}`", json->get<bool>());
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return fmt::format("integer `{}`", json->dump());
    case Json::value_t::number_float: return fmt::format("floating point `{}`", json->dump());
    case Json::value_t::string: return fmt::format("string {}", json->dump());
    case Json::value_t::array: return "sequence";
    case Json::value_t::object: return "map";
    default: return "null";
  }
}

/// As Rust's Debug writes a serde_json value.
std::string debugged(const Json& json) {
  const auto list = [](const Json& of, const auto& entry) {
    std::string text;
    for (auto at = of.begin(); at != of.end(); ++at) text += (text.empty() ? "" : ", ") + entry(at);
    return text;
  };
  switch (json.type()) {
    case Json::value_t::boolean: return fmt::format("Bool({})", json.get<bool>());
    case Json::value_t::string: return fmt::format("String({})", json.dump());
    case Json::value_t::array:
      return fmt::format("Array [{}]", list(json, [](const auto& at) { return debugged(*at); }));
    case Json::value_t::object:
      return fmt::format("Object {{{}}}", list(json, [](const auto& at) {
                           return Json(at.key()).dump() + ": " + debugged(at.value());
                         }));
    case Json::value_t::null: return "Null";
    default: return fmt::format("Number({})", json.dump());
  }
}

/// The same of a call's parameters, which are one type around a list or a map.
std::string debugged_params(const Json& json) {
  const std::string text = debugged(json);
  if (json.is_array()) return fmt::format("Array({})", text.substr(text.find('[')));
  return fmt::format("Map({})", text.substr(text.find('{')));
}

std::unexpected<RpcError> wrong_type(const Json* json, std::string_view expected) {
  return invalid_params(fmt::format("Invalid params: invalid type: {}, expected {}.", describe(json), expected));
}

/// Solana's FromStr for fixed-size base58: a text longer than the longest encoding is WrongSize unread.
template <class Fixed>
Checked<Fixed> parse_fixed(std::string_view text) {
  constexpr std::size_t kTextMax = Fixed::kSize == 32 ? 44 : 88;
  if (text.size() > kTextMax) return invalid_params("Invalid param: WrongSize");
  const auto bytes = codec::base58_decode(text);
  if (!bytes) return invalid_params("Invalid param: Invalid");
  const auto fixed = Fixed::from(*bytes);
  if (!fixed) return invalid_params("Invalid param: WrongSize");
  return *fixed;
}

template <class Fixed>
Checked<Fixed> fixed(const Value& value) {
  auto text = value.string();
  if (!text) return std::unexpected(std::move(text.error()));
  return parse_fixed<Fixed>(*text);
}

}  // namespace

bool Value::present() const { return json_ != nullptr && !json_->is_null(); }
bool Value::is_string() const { return json_ != nullptr && json_->is_string(); }
bool Value::is_object() const { return json_ != nullptr && json_->is_object(); }
bool Value::is_array() const { return json_ != nullptr && json_->is_array(); }

Checked<std::string> Value::string() const {
  if (!is_string()) return wrong_type(json_, "a string");
  return json_->get<std::string>();
}

Checked<std::uint64_t> Value::u64(std::string_view expected) const {
  if (json_ == nullptr) return wrong_type(json_, expected);
  if (json_->is_number_unsigned()) return json_->get<std::uint64_t>();
  if (json_->is_number_integer()) {
    return invalid_params(
        fmt::format("Invalid params: invalid value: integer `{}`, expected {}.", json_->dump(), expected));
  }
  return wrong_type(json_, expected);
}

Checked<bool> Value::boolean() const {
  if (json_ == nullptr || !json_->is_boolean()) return wrong_type(json_, "a boolean");
  return json_->get<bool>();
}

Checked<std::vector<Value>> Value::array() const {
  if (!is_array()) return wrong_type(json_, "a sequence");
  std::vector<Value> values;
  values.reserve(json_->size());
  for (const Json& element : *json_) values.emplace_back(&element);
  return values;
}

Checked<std::vector<std::string>> Value::strings() const {
  auto values = array();
  if (!values) return std::unexpected(std::move(values.error()));
  std::vector<std::string> texts;
  texts.reserve(values->size());
  for (const Value& value : *values) {
    auto text = value.string();
    if (!text) return std::unexpected(std::move(text.error()));
    texts.push_back(std::move(*text));
  }
  return texts;
}

Checked<Pubkey> Value::pubkey() const { return fixed<Pubkey>(*this); }
Checked<Hash> Value::hash() const { return fixed<Hash>(*this); }
Checked<Signature> Value::signature() const { return fixed<Signature>(*this); }

Checked<std::optional<std::uint64_t>> Value::optional_u64(std::string_view expected) const {
  if (!present()) return std::nullopt;
  const auto value = u64(expected);
  if (!value) return std::unexpected(value.error());
  return *value;
}

Checked<bool> Value::boolean_or(bool otherwise) const {
  if (!present()) return otherwise;
  return boolean();
}

Checked<std::optional<std::string>> Value::variant(const std::vector<std::string_view>& names) const {
  if (!present()) return std::nullopt;
  if (!is_string()) return wrong_type(json_, "string or map");
  auto name = json_->get<std::string>();
  if (std::ranges::find(names, name) != names.end()) return name;
  if (names.size() == 2)
    return invalid_params(
        fmt::format("Invalid params: unknown variant `{}`, expected `{}` or `{}`.", name, names[0], names[1]));
  return invalid_params(fmt::format("Invalid params: unknown variant `{}`, expected {}`{}`.", name,
                                    names.size() > 2 ? "one of " : "", fmt::join(names, "`, `")));
}

Value Value::operator[](std::string_view name) const {
  if (!is_object()) return Value{};
  const auto found = json_->find(name);
  return found == json_->end() ? Value{} : Value{&*found};
}

std::vector<std::string> Value::names() const {
  std::vector<std::string> names;
  if (is_object()) {
    for (const auto& [name, value] : json_->items()) names.push_back(name);
  }
  return names;
}

std::string Value::text() const { return json_ == nullptr ? "null" : json_->dump(); }
std::string Value::described() const { return describe(json_); }

Commitment Config::commitment(Commitment otherwise) const { return commitment_of(value_["commitment"], otherwise); }

Commitment commitment_of(const Value& name, Commitment otherwise) {
  const auto text = name.string();
  if (!text) return otherwise;
  if (*text == "processed" || *text == "recent") return Commitment::kProcessed;
  if (*text == "confirmed" || *text == "single" || *text == "singleGossip") return Commitment::kConfirmed;
  if (*text == "finalized" || *text == "max" || *text == "root") return Commitment::kFinalized;
  return otherwise;
}

Checked<void> Params::expect_none() const {
  if (json_ == nullptr || (json_->is_array() && json_->empty())) return {};
  return refuse(code::kInvalidParams, "Invalid parameters: No parameters were expected",
                quote(debugged_params(*json_)));
}

Checked<void> Params::expect(std::size_t least, std::size_t most) const {
  if (json_ != nullptr && !json_->is_array()) return invalid_params("`params` should be an array");
  const std::size_t given = json_ == nullptr ? 0 : json_->size();
  if (given < least) return invalid_params(fmt::format("`params` should have at least {} argument(s)", least));
  if (given > most) {
    return refuse(code::kInvalidParams,
                  fmt::format("Invalid parameters: Expected from {} to {} parameters.", least, most),
                  quote(fmt::format("\"Got: {}\"", given)));
  }
  return {};
}

Value Params::operator[](std::size_t index) const {
  if (json_ == nullptr || !json_->is_array() || index >= json_->size()) return Value{};
  return Value{&(*json_)[index]};
}

Checked<Config> Params::config(std::size_t index, std::string_view type) const {
  const Value value = (*this)[index];
  if (!value.present()) return Config{};
  if (value.is_object()) return Config{value};
  return invalid_params(fmt::format("Invalid params: invalid type: {}, expected struct {}.", value.described(), type));
}

Checked<Config> Params::strict_commitment(std::size_t index) const {
  constexpr std::string_view kType = "CommitmentConfig";
  const Value value = (*this)[index];
  if (value.is_array() && value.array()->empty())
    return invalid_params(fmt::format("Invalid params: invalid length 0, expected struct {} with 1 element.", kType));
  auto given = config(index, kType);
  if (!given || !value.present()) return given;
  const Value name = value["commitment"];
  if (!name.present()) return invalid_params("Invalid params: missing field `commitment`.");
  const auto known = name.variant({"processed", "confirmed", "finalized"});
  if (!known) return std::unexpected(known.error());
  return given;
}

Checked<std::vector<std::uint64_t>> Params::numbers(std::size_t size) const {
  const auto expected = fmt::format("a tuple of size {}", size);
  if (json_ == nullptr || !json_->is_array()) return wrong_type(json_, expected);
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < size; ++i) {
    if (i == json_->size())
      return invalid_params(fmt::format("Invalid params: invalid length {}, expected {}.", i, expected));
    const auto number = (*this)[i].u64();
    if (!number) return std::unexpected(number.error());
    out.push_back(*number);
  }
  if (json_->size() > size)
    return invalid_params(
        fmt::format("Invalid params: invalid length {}, expected fewer elements in array.", json_->size()));
  return out;
}

Checked<Pubkey> parse_pubkey(std::string_view text) { return parse_fixed<Pubkey>(text); }

Checked<Hash> parse_hash(std::string_view text) {
  constexpr std::string_view kPrefix = "Invalid param: ";
  auto hash = parse_fixed<Hash>(text);
  if (!hash && hash.error().message.starts_with(kPrefix)) hash.error().message.erase(0, kPrefix.size());
  return hash;
}

}  // namespace zestron::chain_rpc
