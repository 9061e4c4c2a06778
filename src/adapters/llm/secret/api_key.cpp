#include "adapters/llm/secret/api_key.hpp"

#include "infra/file/file.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

namespace zestron::llm {
namespace {

constexpr std::size_t kKeyBytesMax = 4'096;

}  // namespace

ApiKey& ApiKey::operator=(ApiKey&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  text_ = std::move(other.text_);
  other.wipe();
  return *this;
}

// The capacity, not the size: a short text that was moved from stays where it was.
void ApiKey::wipe() noexcept {
  text_.resize(text_.capacity());
  OPENSSL_cleanse(text_.data(), text_.size());
  text_.clear();
}

// Visible ASCII only, so that no key can end its header and begin another one.
Outcome<ApiKey, KeyError> ApiKey::from_text(std::string_view text, const std::string& where) {
  text = text.substr(0, text.find_first_of("\r\n"));
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }))
    return fail(KeyError::kMalformed, where + " holds no API key: one line of visible characters is expected");
  ApiKey out;
  out.text_ = text;
  return out;
}

Outcome<ApiKey, KeyError> ApiKey::from_file(const std::filesystem::path& path) {
  const auto file = infra::open_file(path, O_RDONLY | O_NOFOLLOW);
  if (!file) return fail(KeyError::kMissing, file.error().message);
  struct ::stat status{};
  if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(KeyError::kMissing, path.string() + " is no file");
  if ((status.st_mode & 077U) != 0)
    return fail(KeyError::kExposed, path.string() + " can be read by others; run chmod 600 on it");
  auto bytes = infra::read_at(*file, 0, kKeyBytesMax, path);
  if (!bytes) return fail(KeyError::kMissing, bytes.error().message);
  auto key = from_text(as_text(*bytes), path.string());
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

Outcome<ApiKey, KeyError> ApiKey::from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return fail(KeyError::kMissing, "the variable " + name + " is not set");
  return from_text(value, "the variable " + name);
}

}  // namespace zestron::llm
