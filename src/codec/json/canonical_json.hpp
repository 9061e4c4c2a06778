// JSON from outside, read strictly, and its canonical form (RFC 8785), so that a document has one hash. No I/O.
//
// Canonical: no white space, members sorted by UTF-16 code units, numbers as ECMAScript prints them, least escapes.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace zestron::codec {

enum class JsonError : std::uint16_t {
  kTooLarge = 1,      ///< longer or deeper than the limits
  kMalformed = 2,     ///< not JSON; the message names line and column
  kDuplicate = 3,     ///< an object names a member twice
  kNotCanonical = 4,  ///< a number that a double cannot hold exactly, or text that is not UTF-8
};

struct JsonLimits {
  std::size_t bytes_max = 1U << 20U;
  std::size_t depth_max = 64;
};

/// One document and nothing else. No comments, no duplicate members (readers disagree on which one counts).
Outcome<nlohmann::json, JsonError> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Integers beyond ±2^53 are refused: RFC 8785 has doubles only, and such a number would change on its way. Write a string.
Outcome<std::string, JsonError> canonical_json(const nlohmann::json& value);

/// sha256 of the canonical form.
Outcome<Hash, JsonError> canonical_hash(const nlohmann::json& value);

}  // namespace zestron::codec
