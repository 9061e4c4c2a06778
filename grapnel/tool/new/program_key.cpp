#include "new/program_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <grapnel/client/base58.hpp>
#include <system_error>

namespace grapnel::tool {

Outcome<std::string> make_program_key(const std::filesystem::path& path) {
  if (sodium_init() < 0) return failure("libsodium can't start: no source of randomness");
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};  // seed, then public key: what the file holds
  crypto_sign_keypair(key.data(), secret.data());
  std::string text = fmt::format("[{}]", fmt::join(secret, ","));
  sodium_memzero(secret.data(), secret.size());

  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  sodium_memzero(text.data(), text.size());
  if (file >= 0) ::close(file);
  if (!written) return failure(fmt::format("{}: {}", path.string(), std::generic_category().message(error)));
  return to_base58(Pubkey::from_bytes(key.data()));
}

}  // namespace grapnel::tool
