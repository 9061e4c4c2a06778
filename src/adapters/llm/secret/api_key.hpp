// A provider's API key: read once from a file or the environment, written into one header and nowhere else. No copy, no formatter, wiped
// when it goes.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace zestron::llm {

enum class KeyError : std::uint16_t {
  kMissing = 1,  ///< no such file or variable
  kExposed = 2,  ///< the file can be read by others: chmod 600
  kMalformed = 3,
};

class ApiKey {
 public:
  ApiKey() = default;  ///< none: a local server
  /// The first line of a regular file that only its owner can read.
  static Outcome<ApiKey, KeyError> from_file(const std::filesystem::path& path);
  static Outcome<ApiKey, KeyError> from_environment(const std::string& name);

  ApiKey(ApiKey&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  ApiKey& operator=(ApiKey&& other) noexcept;
  ApiKey(const ApiKey&) = delete;
  ApiKey& operator=(const ApiKey&) = delete;
  ~ApiKey() { wipe(); }

  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// "Bearer …", for the Authorization header alone.
  [[nodiscard]] std::string bearer() const { return "Bearer " + text_; }

 private:
  static Outcome<ApiKey, KeyError> from_text(std::string_view text, const std::string& where);
  void wipe() noexcept;
  std::string text_;
};

}  // namespace zestron::llm
