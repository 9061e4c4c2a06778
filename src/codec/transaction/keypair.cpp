#include "codec/transaction/keypair.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace zestron::codec {
namespace {

constexpr std::size_t kFileMax = 4096;  // 64 numbers and generous white space

// The array of 64 numbers and nothing else; nullopt for anything that a strict JSON reader would not take as that.
std::optional<std::array<std::uint8_t, 64>> parse(std::string_view text) {
  const auto skip = [&] {
    while (!text.empty() &&
           (text.front() == ' ' || text.front() == '\n' || text.front() == '\r' || text.front() == '\t')) {
      text.remove_prefix(1);
    }
  };
  const auto take = [&](char c) {
    skip();
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
  };
  std::array<std::uint8_t, 64> bytes{};
  if (!take('[')) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i != 0 && !take(',')) return std::nullopt;
    skip();
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), bytes[i]);
    if (ec != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  if (!take(']')) return std::nullopt;
  skip();
  return text.empty() ? std::optional(bytes) : std::nullopt;
}

}  // namespace

Keypair Keypair::generate() {
  Keypair pair;
  crypto_sign_keypair(pair.pubkey_.data(), pair.secret_.data());
  return pair;
}

Keypair Keypair::from_secret(const std::array<std::uint8_t, 32>& secret) {
  Keypair pair;
  crypto_sign_seed_keypair(pair.pubkey_.data(), pair.secret_.data(), secret.data());
  return pair;
}

Outcome<Keypair, KeypairError> Keypair::read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return fail(KeypairError::kUnreadable, "cannot read keypair " + path.string() + ": " + std::strerror(errno) +
                                               "; name a file with -k, or make one with `solana-keygen new`");
  }
  std::string text(kFileMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  auto bytes = text.size() <= kFileMax ? parse(text) : std::nullopt;
  sodium_memzero(text.data(), text.size());
  if (!bytes) {
    return fail(KeypairError::kMalformed,
                path.string() + " is no keypair: expected a JSON array of 64 numbers from 0 to 255");
  }
  std::array<std::uint8_t, 32> secret{};
  std::copy_n(bytes->begin(), 32, secret.begin());
  auto pair = from_secret(secret);
  const bool same = std::equal(pair.pubkey_.value().begin(), pair.pubkey_.value().end(), bytes->begin() + 32);
  sodium_memzero(bytes->data(), bytes->size());
  sodium_memzero(secret.data(), secret.size());
  if (!same)
    return fail(KeypairError::kMalformed,
                path.string() + " is no keypair: its public half is not that of its secret half");
  return pair;
}

Outcome<void, KeypairError> Keypair::write_new_file(const std::filesystem::path& path) const {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail(KeypairError::kUnwritable, "cannot create " + path.string() + ": " + std::strerror(errno));
  std::string text = "[";
  for (std::size_t i = 0; i < secret_.size(); ++i) text += (i == 0 ? "" : ",") + std::to_string(secret_[i]);
  text += "]\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size()) && ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  sodium_memzero(text.data(), text.size());
  if (!written) {
    ::unlink(path.c_str());
    return fail(KeypairError::kUnwritable, "cannot write " + path.string() + ": " + std::strerror(error));
  }
  return {};
}

Keypair::Keypair(Keypair&& other) noexcept : secret_(other.secret_), pubkey_(other.pubkey_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

Keypair& Keypair::operator=(Keypair&& other) noexcept {
  if (this != &other) {
    secret_ = other.secret_;
    pubkey_ = other.pubkey_;
    sodium_memzero(other.secret_.data(), other.secret_.size());
  }
  return *this;
}

Keypair::~Keypair() { sodium_memzero(secret_.data(), secret_.size()); }

Signature Keypair::sign(ByteView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

bool verify(const Pubkey& key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace zestron::codec
