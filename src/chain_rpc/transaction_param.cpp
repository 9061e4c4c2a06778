#include "chain_rpc/transaction_param.hpp"

#include "chain_rpc/decode_problem.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc {
namespace {

constexpr std::string_view kType = "solana_transaction::versioned::VersionedTransaction";

struct SizeLimit {
  std::size_t encoded, raw;
};
constexpr SizeLimit kBase58{1683, 1232};
constexpr SizeLimit kBase64{1644, 1232};
constexpr SizeLimit kBase64Version1{5464, 4096};  // 0x81 comes first in a v1 transaction, and "gQ" is 0x81 in base64

std::unexpected<RpcError> too_large(std::string_view encoding, std::size_t size, SizeLimit limit) {
  return invalid_params(fmt::format("{} encoded {} too large: {} bytes (max: encoded/raw {}/{})", encoding, kType, size,
                                    limit.encoded, limit.raw));
}

RpcError parse_error(Failure<BackendCode> failure) {
  if (failure.code == BackendCode::kSignature) return {code::kInvalidParams, "invalid transaction: " + failure.message};
  if (failure.code != BackendCode::kInvalid) return {code::kInternal, "Internal error"};
  if (failure.message.starts_with("failed to deserialize") || failure.message.starts_with("invalid transaction")) {
    return {code::kInvalidParams, std::move(failure.message)};
  }
  return {code::kInvalidParams, fmt::format("failed to deserialize {}: {}", kType, failure.message)};
}

}  // namespace

Checked<Bytes> decode_transaction(std::string_view text, const Config& config) {
  const auto encoding = config["encoding"].variant({"binary", "base64", "base58", "json", "jsonParsed"});
  if (!encoding) return std::unexpected(encoding.error());
  const std::string name = encoding->value_or("base58");
  SizeLimit limit = kBase58;
  std::optional<Bytes> bytes;
  if (name == "base64") {
    limit = text.substr(0, 2) >= "gQ" ? kBase64Version1 : kBase64;
    if (text.size() > limit.encoded) return too_large(name, text.size(), limit);
    bytes = codec::base64_decode(text);
    if (!bytes) return invalid_params("invalid base64 encoding: " + base64_problem(text));
  } else if (name == "base58" || name == "binary") {
    if (text.size() > limit.encoded) return too_large("base58", text.size(), limit);
    bytes = codec::base58_decode(text);
    if (!bytes) return invalid_params("invalid base58 encoding: " + base58_problem(text));
  } else {
    return invalid_params(fmt::format("unsupported encoding: {}. Supported encodings: base58, base64", name));
  }
  if (bytes->size() > limit.raw) {
    return invalid_params(
        fmt::format("decoded {} too large: {} bytes (max: {} bytes)", kType, bytes->size(), limit.raw));
  }
  return std::move(*bytes);
}

Checked<ParsedTransactionPtr> parse_transaction(const Backend& backend, ByteView wire) {
  auto parsed = backend.parse(wire, /*verify_signatures=*/false);
  if (!parsed) return std::unexpected(parse_error(std::move(parsed.error())));
  return std::move(*parsed);
}

Checked<CheckedTransaction> check_transaction(const Backend& backend, ByteView wire) {
  auto verified = backend.parse(wire, /*verify_signatures=*/true);
  if (verified) return CheckedTransaction{std::move(*verified), true};
  // A signature that fails and a message that does not sanitize look alike; the second look tells them apart.
  auto parsed = parse_transaction(backend, wire);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  return CheckedTransaction{std::move(*parsed), false};
}

}  // namespace zestron::chain_rpc
