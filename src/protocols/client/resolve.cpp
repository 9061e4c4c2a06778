#include "protocols/client/resolve.hpp"

#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"
#include "protocols/keys.hpp"

#include <fmt/format.h>
#include <grapnel/client/client.hpp>

#include <cstring>
#include <optional>

namespace zestron::protocols::client {
namespace {

using Arguments = std::map<std::string, Bytes, std::less<>>;
using Found = std::expected<std::optional<Pubkey>, std::string>;

std::optional<Pubkey> derive_bytes(const Pubkey& program, std::span<const Bytes> seeds) {
  if (seeds.size() > 15) return std::nullopt;
  std::string joined;
  for (const auto& seed : seeds) {
    if (seed.size() > 32) return std::nullopt;
    joined.append(seed.begin(), seed.end());
  }
  return to_host(
      grapnel::find_program_address(to_program(program), grapnel::Text{joined.data(), joined.size()}).address);
}

Bytes bytes_of(const Pubkey& key) { return {key.view().begin(), key.view().end()}; }

class Resolver {
 public:
  Resolver(const Request& request, const ReadAccount& read, const Fallback& fallback)
      : request_(request), read_(read), fallback_(fallback), known_(request.accounts) {}

  std::expected<Built, std::string> run() {
    const auto& spec = request_.instruction;
    auto data = encode_arguments();
    if (!data) return std::unexpected(data.error());
    for (const auto& account : spec.accounts) {
      if (account.address) known_[account.name] = *account.address;
    }
    // First what follows from what is known, in any order; then one name at a time from the outside.
    for (;;) {
      if (auto done = settle(); !done) return std::unexpected(done.error());
      const AccountSpec* missing = nullptr;
      bool progress = false;
      for (const auto& account : spec.accounts) {
        if (account.optional || known_.contains(account.name)) continue;
        auto key = from_outside(account);
        if (!key) return std::unexpected(key.error());
        if (*key) {
          known_[account.name] = **key;
          progress = true;
          break;
        }
        if (missing == nullptr) missing = &account;
      }
      if (progress) continue;
      if (missing == nullptr) break;
      return std::unexpected(fmt::format("{} does not follow from what was given; name it with --{}", missing->name,
                                         kebab(missing->name)));
    }
    Built built;
    built.instruction.program = request_.program.id;
    built.instruction.data = spec.tag;
    built.instruction.data.insert(built.instruction.data.end(), data->begin(), data->end());
    for (const auto& account : spec.accounts) {
      const auto at = known_.find(account.name);
      const bool absent = at == known_.end();
      built.instruction.accounts.push_back(
          {absent ? request_.program.id : at->second, account.signer && !absent, account.writable && !absent});
      if (!absent) built.accounts.emplace(account.name, at->second);
    }
    return built;
  }

 private:
  // The bytes of all arguments, and of each by itself for the seeds.
  std::expected<Bytes, std::string> encode_arguments() {
    auto all = encode(*request_.instruction.arguments, request_.arguments);
    if (!all) return all;
    keep_arguments(*request_.instruction.arguments, request_.arguments, {});
    return all;
  }

  void keep_arguments(const Type& of, const nlohmann::json& values, const std::string& path) {
    for (const auto& field : of.fields) {
      const auto given = values.find(field.name);
      if (given == values.end()) continue;
      if (auto one = encode(*field.type, *given)) arguments_[path + field.name] = *std::move(one);
      if (field.type->kind == Type::Kind::kStruct && given->is_object()) {
        keep_arguments(*field.type, *given, path + field.name + ".");
      }
    }
  }

  std::expected<void, std::string> settle() {
    for (bool progress = true; progress;) {
      progress = false;
      for (const auto& account : request_.instruction.accounts) {
        if (known_.contains(account.name) || account.optional) continue;
        auto key = from_inside(account);
        if (!key) return std::unexpected(key.error());
        if (!*key) continue;
        known_[account.name] = **key;
        progress = true;
      }
    }
    return {};
  }

  // A key that the data of another account names, or the address that this one is derived at.
  Found from_inside(const AccountSpec& account) {
    for (const auto& holder : request_.instruction.accounts) {
      for (const auto& link : holder.links) {
        if (link.target != account.name || !known_.contains(holder.name)) continue;
        auto key = read_at(known_.at(holder.name), link.offset, Pubkey::kSize);
        if (!key) return std::unexpected(key.error());
        if (*key) return Pubkey::from(**key);
      }
    }
    return from_seeds(account.derived_by.value_or(request_.program.id), account.seeds, false);
  }

  // Where the type is created at, elsewhere in the protocol; whoever signs; what the caller knows.
  Found from_outside(const AccountSpec& account) {
    if (!account.data.empty() && !account.created) {
      const auto* owner = account.data_owner ? find(*account.data_owner) : nullptr;
      const auto* data = owner == nullptr ? nullptr : owner->account(account.data);
      if (data != nullptr) {
        auto key = from_seeds(owner->id, data->seeds, true);
        if (!key || *key) return key;
      }
    }
    if (auto key = fallback_(account.name, known_); !key || *key) return key;
    if (account.signer) return request_.signer;
    for (const auto& other : request_.program.instructions) {
      const auto* same = other.account(account.name);
      if (same == nullptr || same->seeds.empty() || !same->data.empty()) continue;
      auto key = from_seeds(request_.program.id, same->seeds, false);
      if (!key || *key) return key;
    }
    return std::nullopt;
  }

  Found from_seeds(const Pubkey& program, std::span<const Seed> seeds, bool ask) {
    if (seeds.empty()) return std::nullopt;
    std::vector<Bytes> parts;
    for (const auto& seed : seeds) {
      auto part = part_of(seed, ask);
      if (!part) return std::unexpected(part.error());
      if (!*part) return std::nullopt;
      parts.push_back(*std::move(*part));
    }
    return derive_bytes(program, parts);
  }

  std::expected<std::optional<Bytes>, std::string> part_of(const Seed& seed, bool ask) {
    switch (seed.from) {
      case Seed::From::kText: return seed.bytes;
      case Seed::From::kArgument: {
        const auto at = arguments_.find(seed.name);
        return at == arguments_.end() ? std::optional<Bytes>() : std::optional(at->second);
      }
      case Seed::From::kAccount: {
        if (const auto at = known_.find(seed.name); at != known_.end()) return bytes_of(at->second);
        // A name of the instruction itself is found in its own turn.
        if (!ask || request_.instruction.account(seed.name) != nullptr) return std::nullopt;
        auto key = fallback_(seed.name, known_);
        if (!key) return std::unexpected(key.error());
        return *key ? std::optional(bytes_of(**key)) : std::nullopt;
      }
      case Seed::From::kData: {
        const auto at = known_.find(seed.name);
        if (at == known_.end()) return std::nullopt;
        return read_at(at->second, seed.offset, seed.size);
      }
    }
    return std::nullopt;
  }

  std::expected<std::optional<Bytes>, std::string> read_at(const Pubkey& key, std::size_t offset, std::size_t size) {
    auto cached = cache_.find(key);
    if (cached == cache_.end()) {
      auto account = read_(key);
      if (!account) return std::unexpected(account.error());
      cached = cache_.emplace(key, *std::move(account)).first;
    }
    if (!cached->second || cached->second->data.size() < offset + size) return std::nullopt;
    const auto at = cached->second->data.begin() + static_cast<std::ptrdiff_t>(offset);
    return Bytes(at, at + static_cast<std::ptrdiff_t>(size));
  }

  const Request& request_;
  const ReadAccount& read_;
  const Fallback& fallback_;
  Names known_;
  Arguments arguments_;
  std::map<Pubkey, std::optional<AccountOnChain>> cache_;
};

}  // namespace

std::expected<Built, std::string> build(const Request& request, const ReadAccount& read, const Fallback& fallback) {
  return Resolver(request, read, fallback).run();
}

std::optional<Pubkey> derive(const Pubkey& program, std::span<const Seed> seeds, const Names& accounts,
                             const Arguments& arguments) {
  std::vector<Bytes> parts;
  for (const auto& seed : seeds) {
    if (seed.from == Seed::From::kText) {
      parts.push_back(seed.bytes);
    } else if (const auto key = accounts.find(seed.name); key != accounts.end()) {
      parts.push_back(bytes_of(key->second));
    } else if (const auto argument = arguments.find(seed.name); argument != arguments.end()) {
      parts.push_back(argument->second);
    } else {
      return std::nullopt;
    }
  }
  return derive_bytes(program, parts);
}

}  // namespace zestron::protocols::client
