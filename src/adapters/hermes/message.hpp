// What Pyth's Hermes service sends: price updates as JSON, alone (REST) or in a stream of server-sent events. Bytes in, values
// out; fuzzed. The prices in it are taken on the word of the TLS peer: guardian signatures are not checked here.
//
// Source: Hermes' OpenAPI document, /v2/updates/price/latest and /v2/updates/price/stream.
#pragma once

#include "base/result.hpp"
#include "domain/tick.hpp"

#include <cstdint>
#include <optional>
#include <string>
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

/// Cuts a byte stream into server-sent events (WHATWG HTML, 9.2.6) and yields the data of each.
class EventStream {
 public:
  /// False when an unfinished event exceeds kMessageBytesMax; the stream is of no use then. Take events with next() before
  /// feeding more.
  [[nodiscard]] bool feed(std::string_view bytes);
  /// The data of the next complete event; nullopt when more bytes are needed. Comments, other fields and events without data are
  /// passed over.
  std::optional<std::string> next();

 private:
  std::string buffer_;  // bytes that were not cut into lines yet
  std::string data_;    // of the event at hand
  bool has_data_ = false;
  bool after_cr_ = false;  // a line feed that follows belongs to the line before
};

}  // namespace zestron::hermes
