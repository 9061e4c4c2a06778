#include "measure/measure.hpp"

#include <grapnel/client/client.hpp>
#include <grapnel/testing/testing.hpp>

#include <stdexcept>

#include "counter/program.hpp"
#include "entry/program.hpp"
#include "hello/program.hpp"
#include "measure/embedded.hpp"
#include "nested/program.hpp"
#include "position/program.hpp"
#include "real_runtime.hpp"
#include "vault/program.hpp"

namespace bench {
namespace {

using grapnel::Lamports;
using grapnel::Pubkey;
using grapnel::System;
using grapnel::u64;
namespace client = grapnel::client;

constexpr Lamports kWealth{1'000'000'000};

// A person whose derived address has bump 255, as the seeds of the row say.
template <class Derive>
Pubkey person(Derive derive) {
  for (grapnel::u8 n = 1;; ++n) {
    const Pubkey key = grapnel::testing::key(n);
    if (derive(key).bump == 255) return key;
  }
}

class Table {
 public:
  void deploy(const Pubkey& program, const std::string& name, embedded::Elf elf) {
    runtime_.deploy(program, elf);
    measures_.push_back({name + "/bytes", elf.size(), Unit::kBytes});
  }
  void fund(const Pubkey& key) { runtime_.set_account(key, {kWealth, {}, {}, false}); }
  void give(const Pubkey& key, const Pubkey& owner) { runtime_.set_account(key, {kWealth, {}, owner, false}); }

  void run(const std::string& name, const client::Instruction& instruction) {
    const auto outcome = runtime_.run(instruction);
    if (!outcome.ok()) throw std::runtime_error(name + " failed: " + outcome.error);
    measures_.push_back({name, outcome.compute_units, Unit::kComputeUnits});
  }

  std::vector<Measure> take() { return std::move(measures_); }

 private:
  grapnel::testing::RealRuntime runtime_;
  std::vector<Measure> measures_;
};

void run_entry(Table& table) {
  const Pubkey who = grapnel::testing::key(1);
  table.deploy(entry::kProgramId, "entry", embedded::entry());
  table.run("entry/ping", client::instruction<entry::ping>(entry::kProgramId));
  table.run("entry/log", client::instruction<entry::say>(entry::kProgramId));
  using grapnel::testing::key;
  table.run("entry/ten_accounts",
            client::instruction<entry::ten_accounts>(
                entry::kProgramId, {key(1), key(2), key(3), key(4), key(5), key(6), key(7), key(8), key(9), key(10)}));
  table.run("entry/event", client::instruction<entry::event>(entry::kProgramId, {who}, {.amount = 7}));
}

void run_hello(Table& table) {
  const Pubkey payer = grapnel::testing::key(1);
  const auto counter = grapnel::find_program_address(hello::kProgramId, "counter");
  table.fund(payer);
  table.deploy(hello::kProgramId, "hello", embedded::hello());
  table.run("hello/init", client::instruction<hello::init>(hello::kProgramId, {payer, counter.address, System::kId}));
}

void run_counter(Table& table) {
  static constexpr Pubkey kId = counter::kProgramId;
  const Pubkey authority = grapnel::testing::key(2);
  const auto address = grapnel::find_program_address(kId, "counter").address;
  table.fund(authority);
  table.deploy(kId, "counter", embedded::counter());
  table.run("counter/initialize", client::instruction<counter::initialize>(kId, {authority, address, System::kId}));
  table.run("counter/increment", client::instruction<counter::increment>(kId, {address, authority}));
  table.run("counter/set_authority", client::instruction<counter::set_authority>(
                                         kId, {address, authority}, {.new_authority = grapnel::testing::key(3)}));
}

void run_position(Table& table) {
  static constexpr Pubkey kId = position::kProgramId;
  static constexpr u64 kNumber = 77;
  const auto derive = [](const Pubkey& key) { return grapnel::find_program_address(kId, "position", key, kNumber); };
  const Pubkey owner = person(derive);
  table.fund(owner);
  table.deploy(kId, "position", embedded::position());
  table.run("position/open", client::instruction<position::open>(kId, {owner, derive(owner).address, System::kId},
                                                                 {.id = kNumber, .size = 5}));
}

void run_nested(Table& table) {
  static constexpr Pubkey kId = nested::kProgramId;
  const Pubkey admin = grapnel::testing::key(4);
  const auto config = grapnel::find_program_address(kId, "config").address;
  const auto address = grapnel::find_program_address(kId, "counter").address;
  table.fund(admin);
  table.deploy(kId, "nested", embedded::nested());
  table.run("nested/initialize", client::instruction<nested::initialize>(kId, {admin, config, address, System::kId}));
  table.run("nested/increment", client::instruction<nested::increment>(kId, {admin, config, address}));
  table.run("nested/reset", client::instruction<nested::reset>(kId, {admin, config, address}));
}

void run_vault(Table& table) {
  static constexpr Pubkey kId = vault::kProgramId;
  const auto derive = [](const Pubkey& key) { return grapnel::find_program_address(kId, "vault", key); };
  const Pubkey user = person(derive);
  const Pubkey address = derive(user).address;
  table.fund(user);
  table.fund(address);
  table.deploy(kId, "vault", embedded::vault());
  table.run("vault/deposit",
            client::instruction<vault::deposit>(kId, {user, address, System::kId}, {.amount = 1'000'000}));
  table.give(address, kId);  // as the peers' tests do: only its owner may debit an account
  table.run("vault/withdraw", client::instruction<vault::withdraw>(kId, {user, address}, {.amount = 1'000'000}));
}

}  // namespace

std::vector<Measure> measure_programs() {
  Table table;
  for (const auto run : {run_entry, run_hello, run_counter, run_position, run_nested, run_vault}) run(table);
  return table.take();
}

}  // namespace bench
