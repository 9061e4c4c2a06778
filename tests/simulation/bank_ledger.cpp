#include "bank_ledger.hpp"

#include "app/node/testing/genesis_accounts.hpp"
#include "base/assert.hpp"
#include "chain/simulation.hpp"
#include "codec/sha256.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>
#include <agent_factory/creator_record.hpp>
#include <grapnel/client/client.hpp>

#include <array>

namespace zestron::simulation {
namespace {

namespace bank = chain::bank;
namespace factory = protocols::agent_factory;
namespace layout = ::agent_factory;
using ports::AccountState;

constexpr std::int64_t kGenesisSeconds = 1'735'689'600;
constexpr std::int64_t kSlotSeconds = 600;  // as the simulated market has them
constexpr std::uint64_t kFunds = 1'000'000'000'000;

UnixSeconds clock_of(Slot slot) {
  return UnixSeconds(kGenesisSeconds + static_cast<std::int64_t>(slot.value()) * kSlotSeconds);
}

template <class T>
T must(bank::Result<T> result) {
  ZESTRON_ASSERT(result.has_value());
  return *std::move(result);
}
void must(const bank::Result<void>& result) { ZESTRON_ASSERT(result.has_value()); }

Hash named(std::string_view name) { return codec::sha256(as_bytes(name)); }

Bytes agent_data(std::uint64_t id, std::span<const codec::Keypair> executors) {
  layout::AgentState state{};
  const auto at = factory::agent_address(owner().pubkey(), factory::AgentId(id));
  state.version = layout::kLayoutVersion;
  state.bump = at.bump;
  state.lifecycle = layout::Lifecycle::Active;
  state.resume_to = layout::Lifecycle::Created;
  state.owner = state.upgrade_authority = state.rent_payer = factory::to_program(owner().pubkey());
  state.agent_id = id;
  state.created_slot = 1;
  state.config_hash = factory::to_program(named("simulation/config"));
  state.config_uri.used = 1;
  state.config_uri.chars.items[0] = 'x';
  for (const auto& pair : executors) state.executors[state.executor_count++] = factory::to_program(pair.pubkey());
  state.quote_mint = factory::to_program(Pubkey(named("simulation/quote").value()));
  state.terms = factory::to_program(factory::terms_of(at.address, state));
  return grapnel::client::account_data(state);
}

Bytes creator_data(std::uint64_t agents) {
  layout::CreatorRecord record{};
  record.version = layout::kLayoutVersion;
  record.bump =
      grapnel::find_program_address(layout::kProgramId, "creator", factory::to_program(owner().pubkey())).bump;
  record.creator = factory::to_program(owner().pubkey());
  record.active_agents = agents;
  return grapnel::client::account_data(record);
}

Bytes make_genesis(std::size_t agents, std::span<const codec::Keypair> executors) {
  node::testing::GenesisAccounts accounts;
  accounts.put_program("agent_factory", layout::kProgramId);
  for (std::size_t i = 0; i < agents; ++i) accounts.put(agent_key(i), program(), agent_data(i, executors));
  accounts.put(factory::creator_record_address(owner().pubkey()), program(), creator_data(agents));
  accounts.put(owner().pubkey(), Pubkey{}, {}, false, kFunds);
  for (const auto& pair : executors) accounts.put(pair.pubkey(), Pubkey{}, {}, false, kFunds);
  return must(
      bank::make_genesis(fmt::format(R"({{"creationTime":{},"accounts":{}}})", kGenesisSeconds, accounts.json())));
}

}  // namespace

BankLedger::BankLedger(std::span<const Pubkey> agents, std::span<const codec::Keypair> executors) {
  ZESTRON_ASSERT(agents.size() <= layout::kFreeActiveAgents);
  static std::map<std::size_t, Bytes> made;  // the same for every run
  auto& genesis = made[agents.size()];
  if (genesis.empty()) genesis = make_genesis(agents.size(), executors);
  genesis_ = genesis;
  open();
}

void BankLedger::open() {
  bank_.reset();  // it empties the folder that the next one begins with
  bank_.emplace(must(
      bank::Bank::open(genesis_, {.accounts_dir = folder_.path() / "accounts", .snapshot_dir = {}, .indexes = false})));
  blocks_.clear();
  seal({.slot = Slot(0), .blockhash = genesis_blockhash(), .wires = {}, .bank_hash = {}});
  const auto info = must(bank_->info(Slot(0)));
  blockhash_life_ = info.last_valid_block_height - info.block_height;
}

void BankLedger::seal(Sealed block) {
  const auto info = must(bank_->seal(block.blockhash));
  ZESTRON_ASSERT(info.block_height == blocks_.size());
  ZESTRON_ASSERT(blocks_.empty() || info.last_valid_block_height == info.block_height + blockhash_life_);
  block.bank_hash = info.bank_hash;
  blocks_.push_back(std::move(block));
}

// What makes the agents as pause() wants them, on top of the newest block.
std::vector<Bytes> BankLedger::owners_wires() const {
  std::vector<Bytes> out;
  for (const auto& [agent, paused] : paused_) {
    const auto found = account(agent, blocks_.size() - 1);
    const auto state = factory::decode_agent(found->owner, found->data);
    if (layout::is_active(*state) != paused) continue;
    const factory::ByOwner request{agent, owner().pubkey()};
    const auto instruction = paused ? factory::deactivate_agent(request) : factory::activate_agent(request);
    const auto message = codec::compile_message(owner().pubkey(), std::array{instruction}, blocks_.back().blockhash);
    out.push_back(codec::sign_transaction(*message, std::array{&owner()})->serialize());
  }
  return out;
}

std::vector<Landed> BankLedger::append(Slot slot, const Hash& blockhash, std::span<const Bytes> wires) {
  auto all = owners_wires();
  const auto owners = all.size();
  all.insert(all.end(), wires.begin(), wires.end());
  must(bank_->open_slot(slot, clock_of(slot)));
  Sealed block{.slot = slot, .blockhash = blockhash, .wires = {}, .bank_hash = {}};
  std::vector<Landed> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto transaction = bank::Transaction::parse(all[i]);
    if (!transaction) continue;
    const auto results = must(bank_->execute({&*transaction, 1}, bank::CostLimits::kMainnet));
    const auto result = results[0];
    ZESTRON_ASSERT(i >= owners || result.verdict == bank::Verdict::kOk);
    if (result.verdict != bank::Verdict::kOk && result.verdict != bank::Verdict::kFailed) continue;
    if (i >= owners) {
      const auto claim = claim_of(codec::parse_transaction(all[i])->message);
      ZESTRON_ASSERT(claim.has_value());
      Landed landed{transaction->signature(), *claim, std::nullopt};
      if (result.verdict == bank::Verdict::kFailed) landed.error_json = std::string(result.error_json);
      out.push_back(std::move(landed));
    }
    block.wires.push_back(std::move(all[i]));
  }
  seal(std::move(block));
  return out;
}

void BankLedger::roll_back(std::uint64_t head) {
  auto remaining = std::move(blocks_);
  remaining.resize(head + 1);
  open();
  for (std::size_t height = 1; height < remaining.size(); ++height) {
    auto& block = remaining[height];
    const auto before = block.bank_hash;
    must(bank_->open_slot(block.slot, clock_of(block.slot)));
    for (const auto& wire : block.wires) {
      const auto transaction = must(bank::Transaction::parse(wire, bank::Signatures::kSkip));
      static_cast<void>(must(bank_->execute({&transaction, 1})));
    }
    seal(std::move(block));
    ZESTRON_ASSERT(blocks_.back().bank_hash == before);
  }
}

std::optional<AccountState> BankLedger::account(const Pubkey& key, std::uint64_t height) const {
  auto found = must(bank_->account(blocks_[height].slot, key));
  if (!found) return std::nullopt;
  return AccountState{found->lamports, found->owner, found->executable, std::move(found->data)};
}

ports::ChainOutcome<ports::Simulation> BankLedger::simulate(ByteView wire, std::span<const Pubkey> accounts_after,
                                                            std::uint64_t height) const {
  const auto transaction = bank::Transaction::parse(wire, bank::Signatures::kSkip);
  if (!transaction) return fail(ports::ChainError::kRejected, "malformed");
  return chain::parse_simulation(
      must(bank_->simulate(blocks_[height].slot, *transaction, chain::simulation_options(accounts_after))));
}

std::optional<std::uint64_t> BankLedger::trades_in(const AccountState& account) const {
  const auto state = factory::decode_agent(account.owner, account.data);
  return state ? std::optional<std::uint64_t>(state->claimed_performance.trades) : std::nullopt;
}

}  // namespace zestron::simulation
