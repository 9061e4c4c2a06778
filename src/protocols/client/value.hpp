// Values of a described type: from JSON to Borsh bytes and back. Keys in base58, byte arrays in hexadecimal, enums by name,
// every 64-bit number as a string, since JSON readers lose digits beyond 2^53.
#pragma once

#include "protocols/client/program_spec.hpp"

#include <nlohmann/json.hpp>

#include <expected>

namespace zestron::protocols::client {

/// Numbers as JSON integers or decimal text. Fields whose name begins with "reserved" may be left out and are zero; any other
/// that is missing is named in the error, as is one of another type or out of range.
std::expected<Bytes, std::string> encode(const Type& type, const nlohmann::json& value);

/// The value at the start of `data`, whatever stands behind it. nullopt where the bytes end early or are no such value.
/// Reserved fields are left out.
std::optional<nlohmann::ordered_json> decode(const Type& type, ByteView data);

/// "PerUse" as people write it: "per-use".
std::string kebab(std::string_view name);

}  // namespace zestron::protocols::client
