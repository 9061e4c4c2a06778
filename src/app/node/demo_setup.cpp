#include "app/node/demo_setup.hpp"

#include "agent/config.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/demo_keys.hpp"
#include "codec/base58.hpp"
#include "protocols/agent_factory/client.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;

}  // namespace

DemoSetup::DemoSetup(ports::Chain& chain, Narrator& narrator, DemoPlan plan)
    : chain_(chain),
      narrator_(narrator),
      plan_(std::move(plan)),
      protocol_(chain, plan_.programs),
      executor_(demo_keypair(DemoRole::kExecutor)),
      samples_(chain, protocol_, executor_.pubkey(), plan_.samples, plan_.market),
      steps_(protocol_.steps()) {
  if (const auto first = std::ranges::find(plan_.samples, "ema_cross", &DemoSample::name); first != plan_.samples.end())
    add_paper_agent(*first);
  samples_.add_steps(steps_);
}

void DemoSetup::add_paper_agent(const DemoSample& sample) {
  const auto owner = protocol_.owner().pubkey();
  const auto agent = sample.agent();

  const auto account = [this](const Pubkey& key) {
    const auto state = chain_.account(key, Commitment::kProcessed);
    return state ? *state : std::nullopt;
  };
  const auto state = [account, agent]() -> std::optional<factory::AgentState> {
    const auto found = account(agent);
    if (!found) return std::nullopt;
    const auto decoded = factory::decode_agent(found->owner, found->data);
    return decoded ? std::optional(*decoded) : std::nullopt;
  };
  using Transactions = DemoStep::Transactions;
  const auto one = [](codec::Instruction instruction) { return Transactions{{std::move(instruction)}}; };
  const auto* signer = &protocol_.owner();

  steps_.push_back({fmt::format("agent created at {}", codec::to_base58(agent)),
                    [state] { return state().has_value(); },
                    [sample, owner]() -> std::expected<Transactions, std::string> {
                      const auto config = agent::Config::parse(sample.config());
                      if (!config) return std::unexpected(config.error().message);
                      auto created = factory::create_agent({owner,
                                                            factory::AgentId(sample.id),
                                                            {config->hash(), config_uri(config->hash()), {}},
                                                            demo_usdc(),
                                                            owner});
                      if (!created) return std::unexpected(created.error().message);
                      return Transactions{{*std::move(created)}};
                    },
                    {signer}});
  steps_.push_back({fmt::format("executor set to {}", codec::to_base58(executor_.pubkey())),
                    [state] { return state()->executor_count > 0; },
                    [this, agent, owner, one] {
                      return one(factory::set_executors({agent, owner}, std::array{executor_.pubkey()}).value());
                    },
                    {signer}});
  steps_.push_back({"agent published",
                    [state] { return state()->lifecycle != factory::program::Lifecycle::Created; },
                    [agent, owner, one] { return one(factory::publish_agent({agent, owner})); },
                    {signer}});
  steps_.push_back({"agent activated",
                    [state] { return state()->lifecycle != factory::program::Lifecycle::Licensed; },
                    [agent, owner, one] { return one(factory::activate_agent({agent, owner})); },
                    {signer}});
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
  if (may_land()) return false;
  if (auto sent = send(steps_[at_]); !sent) return std::unexpected(sent.error());
  return false;
}

// What was sent is not sent again while it may still land: some of it is no less than money twice.
bool DemoSetup::may_land() const {
  const auto tip = chain_.tip(Commitment::kProcessed);
  if (!tip || tip->block_height > last_valid_block_height_) return false;
  return std::ranges::any_of(sent_, [this](const Signature& signature) {
    const auto status = chain_.status(signature);
    return status && !*status;
  });
}

std::expected<void, std::string> DemoSetup::send(const DemoStep& step) {
  sent_.clear();
  const auto blockhash = chain_.latest_blockhash(Commitment::kProcessed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  last_valid_block_height_ = blockhash->last_valid_block_height;
  const auto built = step.build();
  if (!built) return std::unexpected(step.title + ": " + built.error());
  for (const auto& instructions : *built) {
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
