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
  kNotCanonical = 4,  ///< an integer that a double would change, a number that is not finite, or text that is not UTF-8
};

struct JsonLimits {
  std::size_t bytes_max = 1U << 20U;
  std::size_t depth_max = 64;
};

/// One document and nothing else. No comments, no duplicate members (readers disagree on which one counts).
Outcome<nlohmann::json, JsonError> parse_json(std::string_view text, const JsonLimits& limits = {});

/// RFC 8785 has doubles only, so an integer that would come out with other digits (2^53 + 1, say) is refused: it belongs
/// into a string. Recurses as deep as `value` is nested.
Outcome<std::string, JsonError> canonical_json(const nlohmann::json& value);

/// sha256 of the canonical form.
Outcome<Hash, JsonError> canonical_hash(const nlohmann::json& value);

}  // namespace zestron::codec
