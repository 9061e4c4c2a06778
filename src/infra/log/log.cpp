#include "infra/log/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace zestron::log {
namespace {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kInfo: return "info";
    case Level::kWarning: return "warning";
    case Level::kError: return "error";
  }
  return "info";
}

/// RFC 3339 in UTC, with milliseconds.
std::string time_text(std::int64_t unix_ms) {
  const std::time_t seconds = unix_ms / 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), unix_ms % 1000);
}

/// As JSON: what came from outside can neither end a line nor start a field.
nlohmann::ordered_json json_of(const Value& value) {
  return std::visit([](const auto& held) { return nlohmann::ordered_json(held); }, value);
}

std::string dumped(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::string line(Format format, std::int64_t unix_ms, Level level, std::string_view event,
                 std::initializer_list<Field> fields) {
  if (format == Format::kJson) {
    nlohmann::ordered_json json{{"time", time_text(unix_ms)}, {"level", name_of(level)}, {"event", event}};
    for (const auto& [name, value] : fields) json[std::string(name)] = json_of(value);
    return dumped(json);
  }
  std::string text = fmt::format("{} {:<7} {}", time_text(unix_ms), name_of(level), event);
  for (const auto& [name, value] : fields) text += fmt::format(" {}={}", name, dumped(json_of(value)));
  return text;
}

Log Log::to_stderr(Format format) {
  return Log(format, [](std::string_view text) {
    const std::string whole = std::string(text) + '\n';
    // A log that cannot be written is nobody's to report to.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, whole.data(), whole.size());
  });
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) const {
  if (!sink_) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  sink_(line(format_, std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), level, event, fields));
}

}  // namespace zestron::log
