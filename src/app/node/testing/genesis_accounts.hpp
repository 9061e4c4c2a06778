// The accounts that a chain begins with, as its genesis parameters list them. For tests and benchmarks.
#pragma once

#include "app/embedded/embedded.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "protocols/keys.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace zestron::node::testing {

class GenesisAccounts {
 public:
  [[nodiscard]] std::string json() const { return accounts_.dump(); }

  /// Without `lamports` it has what rent asks for.
  void put(const Pubkey& key, const Pubkey& owner_program, const Bytes& data, bool executable = false,
           std::uint64_t lamports = 0) {
    accounts_.push_back({{"pubkey", codec::to_base58(key)},
                         {"lamports", lamports == 0 ? (128 + data.size()) * 6'960 : lamports},
                         {"owner", codec::to_base58(owner_program)},
                         {"data", codec::base64_encode(data)},
                         {"executable", executable}});
  }
  /// One that travels inside the binary.
  void put_program(std::string_view name, const grapnel::Pubkey& id) {
    const auto elf = embedded::program(name);
    put(protocols::to_host(id), *codec::from_base58<Pubkey>("BPFLoader2111111111111111111111111111111111"),
        Bytes(elf.begin(), elf.end()), true);
  }
  /// Instead of the account that stands there.
  void put_instead(const Pubkey& key, const Pubkey& owner_program, const Bytes& data) {
    const auto named = codec::to_base58(key);
    for (auto it = accounts_.begin(); it != accounts_.end(); ++it) {
      if ((*it)["pubkey"] != named) continue;
      accounts_.erase(it);
      break;
    }
    put(key, owner_program, data);
  }

 private:
  nlohmann::json accounts_ = nlohmann::json::array();
};

}  // namespace zestron::node::testing
