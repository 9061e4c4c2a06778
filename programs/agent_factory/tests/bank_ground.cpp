// The linked program on Agave's own bank.
#include <agent_factory/agent_factory.hpp>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "chain/bank/bank.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"
#include "ground.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

namespace agent_factory::test {

namespace {

namespace fs = std::filesystem;
namespace bank = zestron::chain::bank;
namespace codec = zestron::codec;
namespace loader = zestron::protocols::loader_v3;

zestron::Pubkey to_host(const Pubkey& key) { return *zestron::Pubkey::from({key.data(), 32}); }
Pubkey to_program(const zestron::Pubkey& key) { return Pubkey::from_bytes(key.data()); }

zestron::Hash numbered(std::string_view what, u64 number) {
  return codec::sha256(zestron::as_bytes(std::string(what) + std::to_string(number)));
}

// Tests have nobody to handle an error of the machinery: what() is the report.
template <class T, class E>
T must(std::expected<T, E> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "agent-factory-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

zestron::Bytes read_program() {
  std::ifstream file(AGENT_FACTORY_PROGRAM, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class BankGround final : public Ground {
 public:
  BankGround() : bank_(must(bank::Bank::open(must(bank::make_genesis("{}")), {folder_.path(), {}, false}))) {
    deploy(read_program());
    seal();
    open(kStartSlot, kStartTime);
  }

  Outcome run(const client::Instruction& instruction) override {
    // A payer of its own makes each transaction another one, also where the same instruction comes twice in a slot.
    const zestron::Pubkey payer(numbered("payer", ++transactions_).value());
    write(payer, {Lamports{1'000'000'000}, {}, System::kId, false});
    codec::Instruction host{to_host(instruction.program_id), {}, instruction.data};
    for (const auto& meta : instruction.accounts) {
      host.accounts.push_back({to_host(meta.key), meta.is_signer, meta.is_writable});
    }
    codec::Transaction transaction{{}, must(codec::compile_message(payer, {&host, 1}, blockhash_))};
    transaction.signatures.resize(transaction.message.required_signatures);
    transaction.signatures[0].value()[0] = 1;
    const auto parsed = must(bank::Transaction::parse(transaction.serialize(), bank::Signatures::kSkip));
    return outcome_of(must(bank_.execute({&parsed, 1}))[0]);
  }

  grapnel::native::Account account(const Pubkey& key) const override {
    const auto found = must(bank_.account(zestron::Slot(slot_), to_host(key)));
    if (!found) return {};
    return {Lamports{found->lamports.value()}, found->data, to_program(found->owner), found->executable};
  }
  void set_account(const Pubkey& key, const grapnel::native::Account& account) override {
    write(to_host(key), account);
  }

  void advance(u64 slots, i64 seconds) override {
    seal();
    open(slot_ + slots, time_ + seconds);
  }

 private:
  void seal() {
    blockhash_ = numbered("blockhash", slot_);
    must(bank_.seal(blockhash_));
  }
  void open(u64 slot, i64 time) {
    must(bank_.open_slot(zestron::Slot(slot), zestron::UnixSeconds(time)));
    slot_ = slot;
    time_ = time;
  }
  void write(const zestron::Pubkey& key, const grapnel::native::Account& account) {
    must(bank_.set_account(
        {key, zestron::Lamports(account.lamports.value()), to_host(account.owner), account.data, account.executable}));
  }

  // As the upgradeable loader leaves a program behind that was deployed in slot 0 and has no authority.
  void deploy(const zestron::Bytes& elf) {
    const Pubkey loader_id = to_program(loader::kProgramId);
    const Pubkey data_key = find_program_address(loader_id, kProgramId).address;
    grapnel::native::Account data{Lamports{10'000'000'000}, {3, 0, 0, 0}, loader_id, false};
    data.data.resize(loader::kProgramDataMetadataSize);
    data.data.insert(data.data.end(), elf.begin(), elf.end());
    write(to_host(data_key), data);
    grapnel::native::Account program{Lamports{10'000'000'000}, {2, 0, 0, 0}, loader_id, true};
    program.data.insert(program.data.end(), data_key.data(), data_key.data() + 32);
    write(to_host(kProgramId), program);
  }

  static Outcome outcome_of(const bank::TransactionResult& result) {
    Outcome outcome;
    outcome.compute_units = result.compute_units;
    outcome.error = result.error_text;
    if (!result.error_json.empty()) {
      const auto error = nlohmann::json::parse(result.error_json);
      if (error.contains("InstructionError") && error["InstructionError"][1].contains("Custom")) {
        outcome.code = error["InstructionError"][1]["Custom"];
      }
    }
    if (result.meta.empty()) return outcome;
    const auto lines = nlohmann::json::parse(must(bank::logs(result.meta)));
    for (const std::string line : lines) {
      outcome.logs.push_back(line);
      constexpr std::string_view kData = "Program data: ";
      if (line.starts_with(kData)) outcome.events.push_back(codec::base64_decode(line.substr(kData.size())).value());
    }
    return outcome;
  }

  Folder folder_;
  bank::Bank bank_;
  zestron::Hash blockhash_;
  u64 slot_ = 0;
  i64 time_ = 0;
  u64 transactions_ = 0;
};

}  // namespace

std::unique_ptr<Ground> make_ground() { return std::make_unique<BankGround>(); }

}  // namespace agent_factory::test
