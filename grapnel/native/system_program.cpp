#include "system_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "errors.hpp"

namespace grapnel::native {
namespace {

constexpr u64 kMaxSize = u64{10} * 1024 * 1024;
constexpr u64 kCustomZero = u64{1} << 32;  // SystemError::AccountAlreadyInUse
constexpr u64 kNegativeLamports = 1;
constexpr u64 kInvalidDataLength = 3;

// agave programs/system/src/system_processor.rs
class SystemCall {
 public:
  SystemCall(Ledger& ledger, std::span<const client::Meta> metas, std::span<const u8> data,
             std::vector<std::string>& logs)
      : ledger_(ledger), metas_(metas), data_(data), logs_(logs) {}

  void run() {
    switch (number<u32>(0)) {
      case 0: return create(meta(0), meta(1), number<u64>(4), number<u64>(12), key(20));
      case 1: return assign(meta(0), key(4));
      case 2: return transfer(meta(0), meta(1), number<u64>(4));
      case 8: return allocate(meta(0), number<u64>(4));
      default: throw error_of_text("invalid instruction data");
    }
  }

 private:
  template <class T>
  T number(usize offset) const {
    if (data_.size() < offset + sizeof(T)) throw error_of_text("invalid instruction data");
    return load<T>(data_.data() + offset);
  }
  Pubkey key(usize offset) const {
    number<u64>(offset + 24);
    return Pubkey::from_bytes(data_.data() + offset);
  }
  const client::Meta& meta(usize index) const {
    if (index >= metas_.size()) throw error_of_text("insufficient account keys for instruction");
    return metas_[index];
  }
  static std::string named(const Pubkey& address) {
    return fmt::format("Address {{ address: {}, base: None }}", to_base58(address));
  }

  bool signs(const Pubkey& address) const {
    return std::ranges::any_of(metas_, [&](const client::Meta& m) { return m.key == address && m.is_signer; });
  }
  void must_sign(std::string_view what, const Pubkey& address) {
    if (signs(address)) return;
    logs_.push_back(fmt::format("{} {} must sign", what, named(address)));
    throw error_of_text("missing required signature for instruction");
  }
  static void must_be_writable(const client::Meta& meta) {
    if (!meta.is_writable) throw error_of_text("instruction changed the balance of a read-only account");
  }

  void allocate(const client::Meta& to, u64 size) {
    must_sign("Allocate: 'to' account", to.key);
    Account& account = ledger_[to.key];
    if (!account.data.empty() || !(account.owner == Pubkey{})) {
      logs_.push_back(fmt::format("Allocate: account {} already in use", named(to.key)));
      throw error_of_code(kCustomZero);
    }
    if (size > kMaxSize) {
      logs_.push_back(fmt::format("Allocate: requested {}, max allowed {}", size, kMaxSize));
      throw error_of_code(kInvalidDataLength);
    }
    must_be_writable(to);
    account.data.resize(size);
  }

  void assign(const client::Meta& to, const Pubkey& owner) {
    Account& account = ledger_[to.key];
    if (account.owner == owner) return;
    must_sign("Assign: account", to.key);
    if (!(account.owner == Pubkey{}))
      throw error_of_text("instruction illegally modified the program id of an account");
    must_be_writable(to);
    account.owner = owner;
  }

  void transfer(const client::Meta& from, const client::Meta& to, u64 lamports) {
    if (!signs(from.key)) {
      logs_.push_back(fmt::format("Transfer: `from` account {} must sign", to_base58(from.key)));
      throw error_of_text("missing required signature for instruction");
    }
    Account& source = ledger_[from.key];
    if (!source.data.empty()) {
      logs_.push_back("Transfer: `from` must not carry data");
      throw error_of_text("invalid program argument");
    }
    if (lamports > source.lamports.value()) {
      logs_.push_back(fmt::format("Transfer: insufficient lamports {}, need {}", source.lamports.value(), lamports));
      throw error_of_code(kNegativeLamports);
    }
    if (!(source.owner == Pubkey{}))
      throw error_of_text("instruction spent from the balance of an account it does not own");
    must_be_writable(from);
    must_be_writable(to);
    source.lamports = Lamports{source.lamports.value() - lamports};
    Account& target = ledger_[to.key];
    target.lamports = Lamports{target.lamports.value() + lamports};
  }

  void create(const client::Meta& from, const client::Meta& to, u64 lamports, u64 size, const Pubkey& owner) {
    if (ledger_[to.key].lamports.value() > 0) {
      logs_.push_back(fmt::format("Create Account: account {} already in use", named(to.key)));
      throw error_of_code(kCustomZero);
    }
    allocate(to, size);
    assign(to, owner);
    transfer(from, to, lamports);
  }

  Ledger& ledger_;
  std::span<const client::Meta> metas_;
  std::span<const u8> data_;
  std::vector<std::string>& logs_;
};

}  // namespace

void run_system_program(Ledger& ledger, std::span<const client::Meta> metas, std::span<const u8> data,
                        std::vector<std::string>& logs) {
  SystemCall(ledger, metas, data, logs).run();
}

}  // namespace grapnel::native
