// How every command talks: text for people, one JSON document for programs, one line for what went wrong.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace zestron::cli {

/// DESIGN §9: 0, 1 (failed) or 2 (usage).
enum Exit : int { kExitOk = 0, kExitFailed = 1, kExitUsage = 2 };

class Console {
 public:
  /// `json` mutes line() and note(); the command then prints exactly one document().
  explicit Console(bool json);

  [[nodiscard]] bool json() const { return json_; }
  /// Colour and a line that rewrites itself: only on a terminal, never with NO_COLOR.
  [[nodiscard]] bool live() const { return live_; }

  void line(std::string_view text) const;
  /// To standard error: who is asked, what it costs; people and logs see it, pipes do not.
  void note(std::string_view text) const;
  /// Overwritten by the next live() or line(); printed only on a terminal.
  void rewrite(std::string_view text) const;
  void document(const nlohmann::json& value) const;
  void document(const nlohmann::ordered_json& value) const;
  /// "error: …" on standard error (or {"error": …} with --output json); returns kExitFailed.
  [[nodiscard]] int failed(std::string_view message) const;
  [[nodiscard]] int usage(std::string_view message) const;
  /// Asks on the terminal; false without one.
  [[nodiscard]] bool confirm(std::string_view question) const;

 private:
  bool json_;
  bool live_;
  mutable bool dirty_ = false;
};

}  // namespace zestron::cli
