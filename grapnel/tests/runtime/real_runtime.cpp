#include "real_runtime.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "chain/bank/bank.hpp"
#include "chain/bank/genesis.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/transaction/transaction.hpp"
#include "errors.hpp"
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
// The same of a request that has no answer.
template <class T>
void expect(T&& result) {
  static_cast<void>(must(std::forward<T>(result)));
}

constexpr Pubkey kLoader = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;
constexpr Pubkey kClock = "SysvarC1ock11111111111111111111111111111111"_pubkey;
constexpr zestron::UnixSeconds kStart{1'735'689'600};

// Transactions of a slot must differ, or they count as sent twice: each is paid by another payer.
constexpr usize kTransactionsPerSlot = 1'000;
constexpr u64 kSlotsPerRoot = 128;
constexpr Lamports kPayerBalance{1'000'000'000'000};

// Spread over the key: account maps hash a few of its bytes.
Pubkey payer(usize number) { return {{0x7061796572 + (number + 1) * 0x9e37'79b9'7f4a'7c15, number + 1, 2, 3}}; }

// "Error processing Instruction 0: custom program error: 0x1" and {"InstructionError":[0,…]}.
// "… in an account (1) with insufficient funds for rent": the index is one of the compiled message, which native runs lack.
std::string without_account_index(std::string text) {
  constexpr std::string_view kBefore = "Transaction results in an account";
  const auto end = text.find(')');
  if (text.starts_with(kBefore) && end != std::string::npos) text.erase(kBefore.size(), end + 1 - kBefore.size());
  return text;
}

void read_error(const bank::TransactionResult& result, RealOutcome& outcome) {
  const json error = json::parse(result.error_json);
  if (!error.is_object() || !error.contains("InstructionError")) {
    outcome.error = without_account_index(std::string(result.error_text));
    outcome.code = native::kNoNumber;
    return;
  }
  outcome.instruction = error["InstructionError"][0];
  const json& what = error["InstructionError"][1];
  const std::string_view text = result.error_text;
  const auto read = what.is_object() && what.contains("Custom")
                        ? native::error_of_code(what["Custom"] == 0 ? u64{1} << 32 : what["Custom"].get<u64>())
                        : native::error_of_text(std::string(text.substr(text.find(": ") + 2)));
  outcome.error = read.text;
  outcome.code = read.code;
}

void read_line(const std::string& line, RealOutcome& outcome) {
  if (line.find(" consumed ") != std::string::npos && line.ends_with(" compute units")) return;
  constexpr std::string_view kData = "Program data: ";
  if (line.starts_with(kData)) {
    // One field of Base64 a slice.
    auto& event = outcome.events.emplace_back();
    std::istringstream fields(line.substr(kData.size()));
    for (std::string field; fields >> field;) {
      const auto bytes = *codec::base64_decode(field);
      event.insert(event.end(), bytes.begin(), bytes.end());
    }
  }
  constexpr std::string_view kReturn = "Program return: ";
  if (line.starts_with(kReturn)) {
    const auto bytes = *codec::base64_decode(line.substr(line.rfind(' ') + 1));
    outcome.return_data.assign(bytes.begin(), bytes.end());
  }
  // Each call begins without any, also one that a program makes.
  if (line.find(" invoke [") != std::string::npos && !line.starts_with("Program log: ")) outcome.return_data.clear();
  outcome.logs.push_back(line);
}

void read_calls(const std::string& text, RealOutcome& outcome) {
  const json transaction = json::parse(text);
  const json& keys = transaction["transaction"]["message"]["accountKeys"];
  for (const json& group : transaction["meta"]["innerInstructions"]) {
    for (const json& inner : group["instructions"]) {
      const std::string program = keys[inner["programIdIndex"].get<usize>()];
      outcome.calls.push_back({ours(*codec::from_base58<zestron::Pubkey>(program)),
                               *codec::base58_decode(inner["data"].get<std::string>(), std::size_t{10} * 1024)});
    }
  }
}

bool has_calls(const std::vector<std::string>& logs) {
  return std::ranges::any_of(logs, [](const std::string& line) { return line.ends_with(" invoke [2]"); });
}

}  // namespace

struct RealRuntime::Impl {
  std::filesystem::path folder;
  std::optional<bank::Bank> chain;
  u64 slot = 0;
  zestron::UnixSeconds time = kStart;
  zestron::Hash latest;
  usize transactions = 0;  // of this slot
  usize payers = 0;        // that have money

  void open(u64 next) {
    latest = blockhash(slot);
    expect(chain->seal(latest));
    // Without a root each slot would stay in memory.
    if (slot % kSlotsPerRoot == 0) expect(chain->set_root(zestron::Slot(slot)));
    slot = next;
    transactions = 0;
    expect(chain->open_slot(zestron::Slot(slot), time));
  }

  Pubkey next_payer(RealRuntime& runtime) {
    if (transactions == kTransactionsPerSlot) open(slot + 1);
    const Pubkey key = payer(transactions++);
    if (transactions > payers) {
      runtime.set_account(key, {kPayerBalance, {}, {}, false});
      payers = transactions;
    }
    return key;
  }
};

RealRuntime::RealRuntime(Features features) : impl_(std::make_unique<Impl>()) {
  std::string pattern = (std::filesystem::temp_directory_path() / "grapnel-bank-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  impl_->folder = pattern;
  const auto genesis = must(bank::make_genesis(
      features == Features::Mainnet ? "{}" : R"({"features":{"activate":["virtual_address_space_adjustments",
                                          "account_data_direct_mapping","raise_cpi_nesting_limit_to_8"]}})"));
  impl_->chain.emplace(
      must(bank::Bank::open(*genesis,
                            {.accounts_dir = impl_->folder / "accounts", .snapshot_dir = {}, .indexes = false}))
          .value());
  impl_->open(1);
}

RealRuntime::~RealRuntime() {
  impl_->chain.reset();
  std::error_code ignored;
  std::filesystem::remove_all(impl_->folder, ignored);
}

void RealRuntime::set_account(const Pubkey& key, const native::Account& account) {
  expect(impl_->chain->set_account({theirs(key), zestron::Lamports(account.lamports.value()), theirs(account.owner),
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
  impl_->open(impl_->slot + 1);
}

Clock RealRuntime::clock() const {
  const native::Account sysvar = account(kClock);
  Clock clock;
  if (sysvar.data.size() < sizeof clock) throw std::runtime_error("the bank has no clock");
  std::memcpy(&clock, sysvar.data.data(), sizeof clock);
  return clock;
}

void RealRuntime::warp(u64 slots, i64 seconds) {
  impl_->time = zestron::UnixSeconds(impl_->time.value() + seconds);
  impl_->open(impl_->slot + slots);
}

RealOutcome RealRuntime::run(std::span<const client::Instruction> instructions) {
  const Pubkey payer = impl_->next_payer(*this);
  std::vector<codec::Instruction> converted;
  for (const client::Instruction& instruction : instructions) {
    auto& out = converted.emplace_back(theirs(instruction.program_id), std::vector<codec::AccountMeta>{},
                                       zestron::Bytes{instruction.data.begin(), instruction.data.end()});
    for (const client::Meta& meta : instruction.accounts)
      out.accounts.push_back({theirs(meta.key), meta.is_signer, meta.is_writable});
  }
  codec::Transaction transaction;
  transaction.message = *must(codec::compile_message(theirs(payer), converted, impl_->latest));
  transaction.signatures.resize(transaction.message.required_signatures);
  const auto wire = transaction.serialize();
  if (wire.size() > codec::kTransactionBytesMax)
    throw std::runtime_error("the transaction has " + std::to_string(wire.size()) + " bytes, 1,232 are allowed");
  auto parsed = must(bank::Transaction::parse(wire, bank::Signatures::kSkip));
  write_trace(*impl_->chain, zestron::Slot(impl_->slot), *parsed);
  const auto results = must(impl_->chain->execute({&*parsed, 1}));

  RealOutcome outcome;
  const bank::TransactionResult result = (*results)[0];
  outcome.compute_units = result.compute_units;
  if (result.verdict != bank::Verdict::kOk) read_error(result, outcome);
  if (!result.meta.empty()) {
    const json lines = json::parse(*must(bank::logs(result.meta)));
    if (lines.is_array()) {
      for (const std::string line : lines) read_line(line, outcome);
    }
    if (has_calls(outcome.logs)) {
      read_calls(*must(bank::transaction_json(wire, result.meta, zestron::Slot(impl_->slot), R"({"encoding":"json"})")),
                 outcome);
    }
  }
  return outcome;
}

}  // namespace grapnel::testing
