#include "real_runtime.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "chain/bank/bank.hpp"
#include "chain/bank/genesis.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/transaction/transaction.hpp"
#include "write_trace.hpp"

namespace grapnel::testing {
namespace {

namespace bank = zestron::chain::bank;
namespace codec = zestron::codec;
using nlohmann::json;

zestron::Pubkey theirs(const Pubkey& key) { return *zestron::Pubkey::from({key.data(), Pubkey::size()}); }
Pubkey ours(const zestron::Pubkey& key) { return Pubkey::from_bytes(key.view().data()); }

zestron::Hash blockhash(u64 slot) {
  zestron::Hash hash;
  const std::string text = "slot " + std::to_string(slot);
  Sha256 sha;
  sha.add(Text{text.data(), text.size()});
  const Digest digest = sha.finish();
  std::copy(std::begin(digest.bytes), std::end(digest.bytes), hash.data());
  return hash;
}

template <class T>
T must(T&& result) {
  if (!result) throw std::runtime_error("the bank refused a test's request");
  return std::forward<T>(result);
}

constexpr Pubkey kLoader = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;
constexpr Pubkey kPayer = {{0x7061796572, 1, 2, 3}};
constexpr u64 kNoNumber = ~u64{0};

// {"InstructionError":[0,{"Custom":2006}]} or {"InstructionError":[0,"InvalidArgument"]}
void read_error(std::string_view text, native::Outcome& outcome) {
  const json error = json::parse(text);
  outcome.error = error.dump();
  outcome.code = kNoNumber;
  if (!error.is_object() || !error.contains("InstructionError")) return;
  const json& what = error["InstructionError"][1];
  outcome.error = what.is_string() ? what.get<std::string>() : what.dump();
  if (what.is_object() && what.contains("Custom")) {
    const u64 code = what["Custom"];
    outcome.code = code == 0 ? u64{1} << 32 : code;
  }
}

void read_logs(const std::string& text, RealOutcome& outcome) {
  const json lines = json::parse(text);
  if (!lines.is_array()) return;
  for (const std::string line : lines) {
    if (line.find(" consumed ") != std::string::npos) continue;
    constexpr std::string_view kData = "Program data: ";
    if (line.starts_with(kData)) outcome.events.push_back(*codec::base64_decode(line.substr(kData.size())));
    constexpr std::string_view kReturn = "Program return: ";  // the program, the data
    if (line.starts_with(kReturn)) outcome.return_data = *codec::base64_decode(line.substr(line.rfind(' ') + 1));
    if (line.find(" invoke [") != std::string::npos) outcome.return_data.clear();
    outcome.logs.push_back(line);
  }
}

void read_calls(const std::string& text, RealOutcome& outcome) {
  const json transaction = json::parse(text);
  const json& keys = transaction["transaction"]["message"]["accountKeys"];
  for (const json& group : transaction["meta"]["innerInstructions"]) {
    for (const json& inner : group["instructions"]) {
      const std::string program = keys[inner["programIdIndex"].get<usize>()];
      outcome.calls.push_back({ours(*codec::from_base58<zestron::Pubkey>(program)),
                               *codec::base58_decode(inner["data"].get<std::string>(), 10 * 1024)});
    }
  }
}

}  // namespace

struct RealRuntime::Impl {
  std::filesystem::path folder;
  std::optional<bank::Bank> chain;
  u64 slot = 0;

  void next_slot() {
    must(chain->seal(blockhash(slot)));
    ++slot;
    must(chain->open_slot(zestron::Slot(slot), zestron::UnixSeconds(1'735'689'600)));
  }
};

RealRuntime::RealRuntime() : impl_(std::make_unique<Impl>()) {
  std::string pattern = (std::filesystem::temp_directory_path() / "grapnel-bank-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  impl_->folder = pattern;
  const auto genesis = must(bank::make_genesis("{}"));
  impl_->chain.emplace(
      must(bank::Bank::open(*genesis,
                            {.accounts_dir = impl_->folder / "accounts", .snapshot_dir = {}, .indexes = false}))
          .value());
  impl_->next_slot();
  set_account(kPayer, {Lamports{1'000'000'000'000}, {}, {}, false});
}

RealRuntime::~RealRuntime() {
  impl_->chain.reset();
  std::error_code ignored;
  std::filesystem::remove_all(impl_->folder, ignored);
}

void RealRuntime::set_account(const Pubkey& key, const native::Account& account) {
  must(impl_->chain->set_account({theirs(key), zestron::Lamports(account.lamports.value()), theirs(account.owner),
                                  account.data, account.executable}));
}

native::Account RealRuntime::account(const Pubkey& key) const {
  const auto found = impl_->chain->account(zestron::Slot(impl_->slot), theirs(key));
  if (!found || !found->has_value()) return {};
  const bank::Account& account = **found;
  return {Lamports{account.lamports.value()},
          {account.data.begin(), account.data.end()},
          ours(account.owner),
          account.executable};
}

void RealRuntime::deploy(const Pubkey& program, std::span<const u8> elf) {
  // UpgradeableLoaderState, bincode: 2 = Program {address of the data}; 3 = ProgramData {slot, no authority}, padded to 45.
  const Pubkey data_key = find_program_address(kLoader, program).address;
  std::vector<u8> state = {2, 0, 0, 0};
  state.insert(state.end(), data_key.data(), data_key.data() + Pubkey::size());
  std::vector<u8> data(45);
  data[0] = 3;
  data.insert(data.end(), elf.begin(), elf.end());
  set_account(data_key, {Lamports{10'000'000'000}, data, kLoader, false});
  set_account(program, {Lamports{10'000'000}, state, kLoader, true});
  impl_->next_slot();  // a program is callable from the next slot on
}

RealOutcome RealRuntime::run(std::span<const client::Instruction> instructions) {
  impl_->next_slot();
  std::vector<codec::Instruction> converted;
  for (const client::Instruction& instruction : instructions) {
    converted.push_back({theirs(instruction.program_id), {}, {instruction.data.begin(), instruction.data.end()}});
    for (const client::Meta& meta : instruction.accounts)
      converted.back().accounts.push_back({theirs(meta.key), meta.is_signer, meta.is_writable});
  }
  codec::Transaction transaction;
  transaction.message = *must(codec::compile_message(theirs(kPayer), converted, blockhash(impl_->slot - 1)));
  transaction.signatures.resize(transaction.message.required_signatures);
  const auto wire = transaction.serialize();
  auto parsed = must(bank::Transaction::parse(wire, bank::Signatures::kSkip));
  write_trace(*impl_->chain, zestron::Slot(impl_->slot), *parsed);
  const auto results = must(impl_->chain->execute({&*parsed, 1}));

  RealOutcome outcome;
  const bank::TransactionResult result = (*results)[0];
  outcome.compute_units = result.compute_units;
  if (result.verdict != bank::Verdict::kOk) read_error(result.error_json, outcome);
  if (!result.meta.empty()) {
    read_logs(*must(bank::logs(result.meta)), outcome);
    read_calls(*must(bank::transaction_json(wire, result.meta, zestron::Slot(impl_->slot), R"({"encoding":"json"})")),
               outcome);
  }
  return outcome;
}

}  // namespace grapnel::testing
