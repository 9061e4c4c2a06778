#include "app/node/api_token.hpp"

#include "codec/hex.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace zestron::node {
namespace {

constexpr std::size_t kTokenBytesMin = 16, kMadeBytes = 32;

}  // namespace

std::filesystem::path api_token_path(const DataFolder& folder) { return folder.root() / "api-token"; }

std::expected<std::string, std::string> read_token(const std::filesystem::path& file) {
  const auto bytes = infra::read_file(file);
  if (!bytes) return std::unexpected(bytes.error().message);
  const std::string_view text = as_text(*bytes);
  constexpr std::string_view kSpace = " \t\r\n";
  const auto begin = text.find_first_not_of(kSpace);
  std::string token(begin == std::string_view::npos ? ""
                                                    : text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin));
  // It may be a part of a URL's path, so it has to be one.
  const bool plain = std::ranges::all_of(
      token, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; });
  if (token.size() >= kTokenBytesMin && plain) return token;
  return std::unexpected(
      fmt::format("{} holds no token: it takes {} or more letters, digits, - and _, as `openssl rand -hex 24` prints",
                  file.string(), kTokenBytesMin));
}

std::expected<std::string, std::string> load_or_make_api_token(const DataFolder& folder) {
  const auto path = api_token_path(folder);
  std::error_code ec;
  if (std::filesystem::exists(path, ec) || ec) return read_token(path);
  std::array<std::uint8_t, kMadeBytes> random{};
  randombytes_buf(random.data(), random.size());
  auto token = codec::hex_encode(ByteView(random));
  if (auto kept = infra::write_file_atomically(path, as_bytes(token), 0600); !kept)
    return std::unexpected(kept.error().message);
  return token;
}

}  // namespace zestron::node
