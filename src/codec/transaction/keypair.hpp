// An ed25519 key pair (RFC 8032), and the file the Solana CLI keeps it in: a JSON array of 64 numbers, secret then public
// key. It signs and nothing else: no copy, no formatter, wiped when it goes.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <array>
#include <cstdint>
#include <filesystem>

namespace zestron::codec {

enum class KeypairError : std::uint16_t {
  kUnreadable = 1,
  kMalformed = 2,  ///< not 64 numbers of a byte each, or the halves do not belong together
  kUnwritable = 3,
};

class Keypair {
 public:
  static Keypair generate();
  /// The 32-byte secret that RFC 8032 calls the private key.
  static Keypair from_secret(const std::array<std::uint8_t, 32>& secret);
  static Outcome<Keypair, KeypairError> read_file(const std::filesystem::path& path);
  /// Creates the file with mode 0600; an existing file is never overwritten (kUnwritable).
  Outcome<void, KeypairError> write_new_file(const std::filesystem::path& path) const;

  Keypair(Keypair&& other) noexcept;
  Keypair& operator=(Keypair&& other) noexcept;
  Keypair(const Keypair&) = delete;
  Keypair& operator=(const Keypair&) = delete;
  ~Keypair();

  [[nodiscard]] const Pubkey& pubkey() const { return pubkey_; }
  /// Deterministic: the same message gives the same signature.
  [[nodiscard]] Signature sign(ByteView message) const;

 private:
  Keypair() = default;
  std::array<std::uint8_t, 64> secret_{};
  Pubkey pubkey_;
};

/// True when `signature` is `key`'s over `message`. Stricter in odd cases than Agave's rule: for our own signatures only.
bool verify(const Pubkey& key, ByteView message, const Signature& signature);

}  // namespace zestron::codec
