// The `params` of a call, read with the errors that Agave's own deserializer gives, to the letter. Views into the parsed
// request: they live as long as the call. JSON itself stays inside params.cpp, so that a method compiles without it.
#pragma once

#include "base/types.hpp"
#include "chain_rpc/reply.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::chain_rpc {

/// A member of a config object, or an element of params; absent and `null` are the same to Agave's optional fields.
class Value {
 public:
  Value() = default;
  explicit Value(const nlohmann::json* json) : json_(json) {}

  [[nodiscard]] bool present() const;
  [[nodiscard]] bool is_string() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;

  // Each refuses another type with -32602 "Invalid params: invalid type: …, expected …."; also when absent.
  [[nodiscard]] Checked<std::string> string() const;
  [[nodiscard]] Checked<std::uint64_t> u64(std::string_view expected = "u64") const;
  [[nodiscard]] Checked<bool> boolean() const;
  [[nodiscard]] Checked<std::vector<Value>> array() const;
  [[nodiscard]] Checked<std::vector<std::string>> strings() const;
  [[nodiscard]] Checked<Pubkey> pubkey() const;  ///< "Invalid param: WrongSize" or "Invalid param: Invalid"
  [[nodiscard]] Checked<Hash> hash() const;
  [[nodiscard]] Checked<Signature> signature() const;
  /// nullopt when absent.
  [[nodiscard]] Checked<std::optional<std::uint64_t>> optional_u64(std::string_view expected = "u64") const;
  [[nodiscard]] Checked<bool> boolean_or(bool otherwise) const;
  /// One of `names`, else "unknown variant"; nullopt when absent.
  [[nodiscard]] Checked<std::optional<std::string>> variant(const std::vector<std::string_view>& names) const;

  /// A member of an object; absent when this is none.
  [[nodiscard]] Value operator[](std::string_view name) const;
  /// Names of an object's members.
  [[nodiscard]] std::vector<std::string> names() const;
  /// The JSON text.
  [[nodiscard]] std::string text() const;
  /// "integer `12`", "string \"x\"", "map": how serde names what it found.
  [[nodiscard]] std::string described() const;

 private:
  const nlohmann::json* json_ = nullptr;
};

/// A commitment by name, old names included; `otherwise` for anything else.
Commitment commitment_of(const Value& name, Commitment otherwise);

/// A config object: `{commitment, minContextSlot, …}`. Unknown members are ignored.
class Config {
 public:
  Config() = default;
  explicit Config(Value value) : value_(value) {}
  /// Agave takes an unknown commitment silently as the default.
  [[nodiscard]] Commitment commitment(Commitment otherwise = Commitment::kFinalized) const;
  [[nodiscard]] Value operator[](std::string_view name) const { return value_[name]; }

 private:
  Value value_;
};

class Params {
 public:
  /// `json` is an array, an object or nullptr (left out).
  explicit Params(const nlohmann::json* json) : json_(json) {}

  [[nodiscard]] Checked<void> expect_none() const;
  /// Refuses fewer than `least` or more than `most` elements, and parameters by name.
  [[nodiscard]] Checked<void> expect(std::size_t least, std::size_t most) const;
  /// Absent beyond the end.
  [[nodiscard]] Value operator[](std::size_t index) const;
  /// The optional config at `index`; `type` is its Rust name, for the error.
  [[nodiscard]] Checked<Config> config(std::size_t index, std::string_view type) const;
  /// The optional `{commitment}` at `index`, of methods that take nothing else there: it has to name one of the three.
  [[nodiscard]] Checked<Config> strict_commitment(std::size_t index) const;
  /// Exactly `size` numbers, of methods whose parameters Agave reads as a tuple.
  [[nodiscard]] Checked<std::vector<std::uint64_t>> numbers(std::size_t size) const;

 private:
  const nlohmann::json* json_;
};

/// Text of a key, hash or signature with the errors of Value::pubkey; for PubSub and lists.
Checked<Pubkey> parse_pubkey(std::string_view text);
/// Of methods that say only "WrongSize" or "Invalid".
Checked<Hash> parse_hash(std::string_view text);

}  // namespace zestron::chain_rpc
