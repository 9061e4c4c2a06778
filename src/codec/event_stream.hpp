// Server-sent events, as market and model services stream them: bytes in, the data of each event out. No I/O; fuzzed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::codec {

/// Cuts a byte stream into server-sent events (WHATWG HTML, 9.2.6) and yields the data of each.
class EventStream {
 public:
  explicit EventStream(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  /// False when an unfinished event exceeds bytes_max; the stream is of no use then. Take events with next() before
  /// feeding more.
  [[nodiscard]] bool feed(std::string_view bytes);
  /// The data of the next complete event; nullopt when more bytes are needed. Comments, other fields and events without data are
  /// passed over.
  std::optional<std::string> next();

 private:
  std::size_t bytes_max_;
  std::string buffer_;  // bytes that were not cut into lines yet
  std::string data_;    // of the event at hand
  bool has_data_ = false;
  bool after_cr_ = false;  // a line feed that follows belongs to the line before
};

}  // namespace zestron::codec
