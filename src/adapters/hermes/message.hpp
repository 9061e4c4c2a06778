// What Pyth's Hermes service sends: price updates as JSON, alone (REST) or in a stream of server-sent events
// (codec/event_stream). Bytes in, values out; fuzzed. The prices in it are taken on the word of the TLS peer: guardian signatures are not checked here.
//
// Source: Hermes' OpenAPI document, /v2/updates/price/latest and /v2/updates/price/stream.
#pragma once

#include "base/result.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace zestron::hermes {

enum class MessageError : std::uint16_t {
  kNotJson = 1,     ///< or larger than kMessageBytesMax
  kMalformed = 2,   ///< a field is missing or of another type; the message names it
  kOutOfRange = 3,  ///< a price that a Tick cannot carry
};

inline constexpr std::size_t kMessageBytesMax = std::size_t{256} * 1024;

/// One tick per element of "parsed", in its order, origin live.
Outcome<std::vector<domain::Tick>, MessageError> parse_update(std::string_view json);

}  // namespace zestron::hermes
