#include "app/console/console.hpp"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace zestron::cli {
namespace {

void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fputc('\n', stream);
  std::fflush(stream);
}

}  // namespace

Console::Console(bool json)
    : json_(json), live_(!json && ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {}

void Console::line(std::string_view text) const {
  if (json_) return;
  if (dirty_) {
    std::fputs("\r\x1b[K", stdout);
    dirty_ = false;
  }
  put(stdout, text);
}

void Console::note(std::string_view text) const {
  if (!json_) put(stderr, text);
}

void Console::rewrite(std::string_view text) const {
  if (!live_) return;
  std::fputs("\r\x1b[K", stdout);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  dirty_ = true;
}

void Console::document(const nlohmann::json& value) const { put(stdout, value.dump(2)); }
void Console::document(const nlohmann::ordered_json& value) const { put(stdout, value.dump(2)); }

int Console::failed(std::string_view message) const {
  if (json_) {
    put(stdout, nlohmann::json{{"error", message}}.dump(2));
  } else {
    if (dirty_) std::fputs("\n", stdout);
    put(stderr, "error: " + std::string(message));
  }
  return kExitFailed;
}

int Console::usage(std::string_view message) const {
  put(stderr, "usage: " + std::string(message));
  return kExitUsage;
}

bool Console::confirm(std::string_view question) const {
  if (::isatty(STDIN_FILENO) != 1) return false;
  std::fprintf(stderr, "%.*s [y/N] ", static_cast<int>(question.size()), question.data());
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace zestron::cli
