// What an operator reads while a node runs: one line an event, as text or as JSON, with the event's name and its fields apart, so
// that a program can filter them. Never given keys, tokens or bodies of requests.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace zestron::log {

enum class Format : std::uint8_t { kText, kJson };
enum class Level : std::uint8_t { kInfo, kWarning, kError };

using Value = std::variant<std::string_view, std::int64_t, double>;
using Field = std::pair<std::string_view, Value>;

/// The line without its end. `unix_ms` is milliseconds since 1970.
std::string line(Format format, std::int64_t unix_ms, Level level, std::string_view event,
                 std::initializer_list<Field> fields);

/// Thread-safe. Default: says nothing.
class Log {
 public:
  using Sink = std::function<void(std::string_view line)>;
  Log() = default;
  /// `sink` is called with whole lines, from any thread, also at once.
  Log(Format format, Sink sink) : format_(format), sink_(std::move(sink)) {}
  /// To standard error, a line in one write.
  static Log to_stderr(Format format);

  void write(Level level, std::string_view event, std::initializer_list<Field> fields) const;

 private:
  Format format_ = Format::kText;
  Sink sink_{};
};

}  // namespace zestron::log
