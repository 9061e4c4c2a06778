// Parameters of a kind as one table: from it come the JSON Schema that documents are held to, the page that people read, and the
// struct that the module computes with.
#pragma once

#include "base/types.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::agent {

/// Integers of a document lie within this: above, doubles and so other readers lose digits.
inline constexpr std::uint64_t kIntegerMax = (std::uint64_t{1} << 53U) - 1;

struct Parameter {
  std::string_view name;
  nlohmann::json schema;  ///< with `description`
  bool required = true;
};

template <class Params>
struct Field {
  Parameter parameter;
  /// `value` has passed the schema; the error says what is expected beyond it.
  std::function<std::expected<void, std::string>(const nlohmann::json& value, Params& out)> read;

  /// May be left out; the struct's own initialiser stands then.
  [[nodiscard]] Field optional() && {
    parameter.required = false;
    return std::move(*this);
  }
};

template <class Params, class Integer>
Field<Params> integer(Integer Params::* member, std::string_view name, std::int64_t min, std::uint64_t max,
                      std::string_view what) {
  return {{name, {{"type", "integer"}, {"minimum", min}, {"maximum", max}, {"description", what}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            out.*member = value.get<Integer>();
            return {};
          }};
}

template <class Params>
Field<Params> number(double Params::* member, std::string_view name, double min, double max, std::string_view what) {
  return {{name, {{"type", "number"}, {"minimum", min}, {"maximum", max}, {"description", what}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            out.*member = value.get<double>();
            return {};
          }};
}

template <class Params>
Field<Params> flag(bool Params::* member, std::string_view name, std::string_view what) {
  return {{name, {{"type", "boolean"}, {"description", what}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            out.*member = value.get<bool>();
            return {};
          }};
}

template <class Params>
Field<Params> text(std::string Params::* member, std::string_view name, std::size_t characters_max,
                   std::string_view what) {
  return {{name, {{"type", "string"}, {"minLength", 1}, {"maxLength", characters_max}, {"description", what}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            out.*member = value.get<std::string>();
            return {};
          }};
}

template <class Params, class Enum>
Field<Params> choice(Enum Params::* member, std::string_view name,
                     std::vector<std::pair<std::string_view, Enum>> choices, std::string_view what) {
  nlohmann::json names = nlohmann::json::array();
  for (const auto& [word, _] : choices) names.push_back(word);
  return {{name, {{"enum", names}, {"description", what}}},
          [member, choices = std::move(choices)](const nlohmann::json& value,
                                                 Params& out) -> std::expected<void, std::string> {
            for (const auto& [word, meant] : choices) {
              if (value.get_ref<const std::string&>() == word) out.*member = meant;
            }
            return {};
          }};
}

/// An address in base58.
template <class Params>
Field<Params> key(Pubkey Params::* member, std::string_view name, std::string_view what) {
  return {{name,
           {{"type", "string"},
            {"pattern", "^[1-9A-HJ-NP-Za-km-z]{32,44}$"},
            {"description", std::string(what) + ": an address in base58"}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            const auto decoded = codec::from_base58<Pubkey>(value.get_ref<const std::string&>());
            if (!decoded) return std::unexpected("expected an address of 32 bytes in base58");
            out.*member = *decoded;
            return {};
          }};
}

/// 32 bytes as 64 lowercase hexadecimal digits.
template <class Params, class Tag>
Field<Params> hex(FixedBytes<32, Tag> Params::* member, std::string_view name, std::string_view what) {
  return {{name,
           {{"type", "string"},
            {"pattern", "^[0-9a-f]{64}$"},
            {"description", "64 lowercase hexadecimal digits: " + std::string(what)}}},
          [member](const nlohmann::json& value, Params& out) -> std::expected<void, std::string> {
            const auto bytes = codec::hex_decode(value.get_ref<const std::string&>());
            const auto fixed = bytes ? FixedBytes<32, Tag>::from(*bytes) : std::nullopt;
            if (!fixed) return std::unexpected("expected 64 lowercase hexadecimal digits");
            out.*member = *fixed;
            return {};
          }};
}

/// A period of an indicator, in observations.
template <class Params>
Field<Params> period(std::uint32_t Params::* member, std::string_view what = "In observations.") {
  return integer(member, "period", 1, 10'000, what);
}

}  // namespace zestron::agent
