#include "campaign.hpp"

#include <grapnel/programs/loader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "difference.hpp"

namespace grapnel::differential {

using testing::World;

namespace {

// From here on chance is no excuse.
constexpr u64 kLong = 100'000;

// Whether a transaction of this instruction alone has at most 1,232 bytes; a little too cautious, as every signer but the
// payer is counted with a signature of its own and counts take three bytes.
bool fits_a_transaction(const client::Instruction& instruction) {
  constexpr usize kMax = 1'232;
  constexpr usize kFrame = 3 + 64 + 3 + 3 + 3 * 32 + 3 + 1 + 3 + 3;  // payer, program and blockhash among it
  std::set<Pubkey> keys;
  std::set<Pubkey> signers;
  for (const client::Meta& meta : instruction.accounts) {
    keys.insert(meta.key);
    if (meta.is_signer) signers.insert(meta.key);
  }
  return kFrame + 32 * keys.size() + 64 * signers.size() + instruction.accounts.size() + instruction.data.size() <=
         kMax;
}

}  // namespace

std::string Report::shortfall() const {
  if (!difference.empty()) return difference;
  if (all.succeeded * 10 < all.tried * 4)
    return fmt::format("only {} of {} inputs succeeded, 40 % are asked for", all.succeeded, all.tried);
  for (const auto& [name, count] : instructions) {
    if (name.starts_with('(')) continue;
    const bool reachable = std::ranges::find(out_of_reach, name) == out_of_reach.end();
    const u64 share = all.tried < kLong ? 500 : 100;
    if (count.tried * 100 < all.tried || (reachable && count.succeeded * share < all.tried))
      return fmt::format("{} was tried {} times and succeeded {} times of {}", name, count.tried, count.succeeded,
                         all.tried);
  }
  return {};
}

std::string instruction_name(const testing::ProgramDescription& program, const client::Instruction& instruction) {
  const auto* found = program.instruction(instruction.data);
  return found != nullptr ? found->name : "(broken)";
}

void Pair::deploy(const testing::ProgramFiles& program) {
  real_.deploy(program.id, testing::read_file(program.elf));
  program_data_.push_back(find_program_address(UpgradeableLoader::kId, program.id).address);
}

void Pair::pass_time(World& world) {
  // A bank burns at the end of each slot what was sent there.
  constexpr Pubkey kIncinerator = "1nc1nerator11111111111111111111111111111111"_pubkey;
  real_.warp(1, 1);
  world.runtime.clock = real_.clock();
  if (world.runtime.accounts().contains(kIncinerator)) world.runtime.set_account(kIncinerator, {});
}

// Programs and whatever else genesis has are named by instructions too, and must be there in the next life.
void Pair::touch(const Pubkey& key) {
  touched_.insert(key);
  if (!untouched_.contains(key)) untouched_[key] = real_.account(key);
}

void Pair::begin(World& world) {
  pass_time(world);
  // Where the loader keeps the code and who may replace it: a program reads that of itself.
  for (const Pubkey& key : program_data_) world.runtime.set_account(key, real_.account(key));
  for (const Pubkey& key : touched_) {
    const native::Account& before = untouched_[key];
    if (!before.executable && !world.runtime.accounts().contains(key)) real_.set_account(key, before);
  }
  touched_.clear();
  for (const auto& [key, account] : world.runtime.accounts()) {
    if (account.executable) continue;
    touch(key);
    real_.set_account(key, account);
  }
}

std::string Pair::run(World& world, const client::Instruction& instruction) {
  for (const client::Meta& meta : instruction.accounts) touch(meta.key);
  const native::Outcome native = world.runtime.run(instruction);
  const auto start = std::chrono::steady_clock::now();
  const testing::RealOutcome real = real_.run(instruction);
  last_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  last_error = real.error;
  std::string out = testing::difference(real, native);
  for (const client::Meta& meta : instruction.accounts) {
    const native::Account& account = world.runtime.account(meta.key);
    if (out.empty()) out = testing::difference(meta.key, real_.account(meta.key), account);
  }
  return out;
}

Report play(const Game& game, const Options& options) {
  constexpr u64 kStepsPerLife = 200;
  // A bank keeps a file open for each slot that it has written.
  constexpr u64 kLivesPerChain = 250;
  const auto start = std::chrono::steady_clock::now();
  testing::Source source(options.seed);
  std::optional<Pair> pair;
  std::shared_ptr<native::Elsewhere> elsewhere;
  Report report;
  report.out_of_reach = game.out_of_reach;
  for (const std::string& name : game.names) report.instructions[name];
  for (u64 life = 0; report.all.tried < options.inputs && report.difference.empty(); ++life) {
    if (life % kLivesPerChain == 0) {
      elsewhere = testing::make_elsewhere(options.features);
      pair.emplace(options);
      for (const testing::ProgramFiles& program : game.programs) pair->deploy(program);
    }
    World world;
    if (options.features == testing::Features::Pending) world.runtime.call_depth_max = 9;
    world.runtime.attach(elsewhere);
    game.prepare(world);
    const Game::Next next = game.generator(world);
    pair->begin(world);
    for (u64 step = 0; step < kStepsPerLife && report.all.tried < options.inputs; ++step) {
      if (testing::time_passes(source)) pair->pass_time(world);
      client::Instruction instruction = next(source);
      while (!fits_a_transaction(instruction)) instruction = next(source);
      report.difference = pair->run(world, instruction);
      report.real_seconds += pair->last_seconds;
      const std::string name = game.name(instruction);
      for (Count* count : {&report.instructions[name], &report.all}) {
        ++count->tried;
        if (pair->last_error.empty()) {
          ++count->succeeded;
        } else {
          ++count->errors[pair->last_error];
        }
      }
      if (report.difference.empty()) continue;
      report.difference = fmt::format("input {}, {}: {}", report.all.tried, name, report.difference);
      break;
    }
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace grapnel::differential
