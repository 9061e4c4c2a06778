#include "app/node/demo_setup.hpp"

#include "app/node/demo_keys.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <fmt/format.h>
#include <grapnel/pda.hpp>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;
namespace loader = protocols::loader_v3;

constexpr factory::AgentId kDemoAgentId(1);

// USDC: the currency in which the sample agent counts. The embedded chain has no such mint; its address names the unit.
const Pubkey kUsdc = *codec::from_base58<Pubkey>("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

// A new buffer for a new program text: a half-written one of another build is never written over.
codec::Keypair buffer_keypair(ByteView elf) {
  const auto hash = codec::sha256(elf);
  return codec::Keypair::from_secret(codec::sha256({as_bytes("zestron/demo/buffer"), hash.view()}).value());
}

}  // namespace

Pubkey demo_agent() { return factory::agent_address(demo_keypair(DemoRole::kOwner).pubkey(), kDemoAgentId).address; }

DemoSetup::DemoSetup(ports::Chain& chain, Narrator& narrator, DemoPlan plan)
    : chain_(chain),
      narrator_(narrator),
      plan_(std::move(plan)),
      owner_(demo_keypair(DemoRole::kOwner)),
      executor_(demo_keypair(DemoRole::kExecutor)),
      program_(demo_keypair(DemoRole::kAgentFactory)),
      buffer_(buffer_keypair(plan_.program)) {
  const auto owner = owner_.pubkey();
  const auto program = program_.pubkey();
  const auto buffer = buffer_.pubkey();
  const auto agent = demo_agent();

  const auto account = [this](const Pubkey& key) {
    const auto state = chain_.account(key, Commitment::kProcessed);
    return state ? *state : std::nullopt;
  };
  const auto deployed = [account, program] { return account(program).has_value(); };
  const auto state = [account, agent]() -> std::optional<factory::AgentState> {
    const auto found = account(agent);
    if (!found) return std::nullopt;
    const auto decoded = factory::decode_agent(found->owner, found->data);
    return decoded ? std::optional(*decoded) : std::nullopt;
  };
  const auto rent = [this](std::size_t size) { return Lamports(chain_.rent_exempt_minimum(size).value_or(0)); };
  const auto upload = [this, rent, owner, buffer] {
    return loader::upload(owner, owner, buffer, plan_.program,
                          rent(loader::kBufferMetadataSize + plan_.program.size()));
  };
  using Transactions = std::vector<std::vector<codec::Instruction>>;
  const auto one = [](codec::Instruction instruction) { return Transactions{{std::move(instruction)}}; };

  steps_.push_back({fmt::format("buffer for agent_factory ({} bytes)", plan_.program.size()),
                    [deployed, account, buffer] { return deployed() || account(buffer).has_value(); },
                    [upload] { return Transactions{upload().create}; },
                    {&owner_, &buffer_}});
  steps_.push_back({"agent_factory uploaded",
                    [this, deployed, account, buffer] {
                      if (deployed()) return true;
                      const auto state_ = account(buffer);
                      return state_ && state_->data.size() == loader::kBufferMetadataSize + plan_.program.size() &&
                             std::equal(plan_.program.begin(), plan_.program.end(),
                                        state_->data.begin() + loader::kBufferMetadataSize);
                    },
                    [upload] {
                      Transactions out;
                      for (auto& write : upload().writes) out.push_back({std::move(write)});
                      return out;
                    },
                    {&owner_}});
  steps_.push_back({fmt::format("agent_factory deployed at {}", codec::to_base58(program)),
                    deployed,
                    [this, rent, owner, program, buffer] {
                      const auto data = grapnel::find_program_address(factory::to_program(loader::kProgramId),
                                                                      factory::to_program(program));
                      return Transactions{loader::deploy(owner, program, factory::to_host(data.address), buffer, owner,
                                                         rent(loader::kProgramSize), plan_.program.size())};
                    },
                    {&owner_, &program_}});
  steps_.push_back({fmt::format("agent created at {}", codec::to_base58(agent)),
                    [state] { return state().has_value(); },
                    [this, owner, one] {
                      return one(factory::create_agent(
                                     {owner, kDemoAgentId, {plan_.config_hash, plan_.config_uri, {}}, kUsdc, owner})
                                     .value());
                    },
                    {&owner_}});
  steps_.push_back({fmt::format("executor set to {}", codec::to_base58(executor_.pubkey())),
                    [state] { return state()->executor_count > 0; },
                    [this, agent, owner, one] {
                      return one(factory::set_executors({agent, owner}, std::array{executor_.pubkey()}).value());
                    },
                    {&owner_}});
  steps_.push_back({"agent published",
                    [state] { return state()->lifecycle != factory::program::Lifecycle::Created; },
                    [agent, owner, one] { return one(factory::publish_agent({agent, owner})); },
                    {&owner_}});
  steps_.push_back({"agent activated",
                    [state] { return state()->lifecycle != factory::program::Lifecycle::Licensed; },
                    [agent, owner, one] { return one(factory::activate_agent({agent, owner})); },
                    {&owner_}});
}

std::expected<bool, std::string> DemoSetup::advance() {
  for (const auto& signature : sent_) {
    const auto status = chain_.status(signature);
    if (status && *status && (*status)->error_json) {
      return std::unexpected(fmt::format("{}: transaction {} failed: {}", steps_[at_].title,
                                         codec::to_base58(signature), *(*status)->error_json));
    }
  }
  while (at_ < steps_.size() && steps_[at_].done()) {
    if (!sent_.empty()) narrator_.step(steps_[at_].title, sent_.back());
    sent_.clear();
    ++at_;
  }
  if (at_ == steps_.size()) return true;
  if (auto sent = send(steps_[at_]); !sent) return std::unexpected(sent.error());
  return false;
}

std::expected<void, std::string> DemoSetup::send(const Step& step) {
  sent_.clear();
  const auto blockhash = chain_.latest_blockhash(Commitment::kProcessed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  for (const auto& instructions : step.build()) {
    auto message = codec::compile_message(step.signers.front()->pubkey(), instructions, blockhash->blockhash);
    if (!message) return std::unexpected(step.title + ": " + message.error().message);
    const auto transaction = codec::sign_transaction(*std::move(message), step.signers);
    if (!transaction) return std::unexpected(step.title + ": " + transaction.error().message);
    const auto signature = chain_.send(transaction->serialize());
    if (!signature) return std::unexpected(step.title + ": " + signature.error().message);
    sent_.push_back(*signature);
  }
  return {};
}

}  // namespace zestron::node
