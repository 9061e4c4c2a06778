#include "token_game.hpp"

#include <grapnel/programs/token.hpp>
#include <grapnel/testing/token_accounts.hpp>

#include <array>
#include <cstring>

#include "programs.hpp"

namespace grapnel::differential {
namespace {

using client::Instruction;
using client::Meta;
using testing::key;
using testing::Source;
using testing::World;
using Call = token::detail::Call;
using namespace testing::token_accounts;

constexpr Pubkey kWrappedSol = "So11111111111111111111111111111111111111112"_pubkey;
constexpr Pubkey kIncinerator = "1nc1nerator11111111111111111111111111111111"_pubkey;
constexpr Pubkey kRent = "SysvarRent111111111111111111111111111111111"_pubkey;
constexpr usize kMintSize = 82;
constexpr usize kAccountSize = 165;
constexpr usize kMultisigSize = 355;
constexpr Pubkey kMultisig = key(5'000);  // two of the first three people
constexpr u64 kMints = 4;

u64 rent(usize size) { return (128 + size) * 6'960; }

void put(World& world, const Pubkey& address, std::vector<u8> data, u64 more = 0) {
  const u64 lamports = rent(data.size()) + more;
  world.runtime.set_account(address, {Lamports{lamports}, std::move(data), Token::kId, false});
  world.learn(address);
}

// An option at that place of an account's data.
void set_option(std::vector<u8>& data, usize at, const void* content, usize size) {
  data[at] = 1;
  std::memcpy(data.data() + at + 4, content, size);
}

std::vector<u8> multisig_data(const World& world) {
  std::vector<u8> data = {2, 3, 1};
  for (usize i = 0; i < 3; ++i) append(data, world.people[i]);
  data.resize(kMultisigSize);
  return data;
}

// Mint 0 is anybody's, 1 is the multisig's, 2 has nobody to mint or freeze, 3 is nearly at the end of its supply.
void prepare(World& world) {
  put(world, kMultisig, multisig_data(world), 5'000);
  for (u64 i = 0; i < 8; ++i) {
    put(world, key(5'100 + i), std::vector<u8>(kMintSize));
    put(world, key(5'200 + i), std::vector<u8>(kAccountSize));
    put(world, key(5'300 + i), std::vector<u8>(kMultisigSize));
  }
  const Pubkey& first = world.people[0];
  put(world, key(3'000), mint_data({.authority = first, .supply = 5'000, .decimals = 2, .freeze_authority = first}));
  put(world, key(3'001), mint_data({.authority = kMultisig, .supply = 5'000, .freeze_authority = kMultisig}));
  put(world, key(3'002), mint_data({.supply = 5'000, .decimals = 9}), 777);
  put(world, key(3'003), mint_data({.authority = first, .supply = ~u64{0} - 2'000, .decimals = 255}));
  for (u64 mint = 0; mint < kMints; ++mint) {
    u64 number = 3'100 + 10 * mint;
    for (const Pubkey& owner : {world.people[0], world.people[1], world.people[2], kMultisig})
      put(world, key(number++), account_data({.mint = key(3'000 + mint), .owner = owner, .amount = 1'000}), mint * 99);
    put(world, key(number++), account_data({.mint = key(3'000 + mint), .owner = world.people[1], .state = 2}));
    put(world, key(number), account_data({.mint = key(3'000 + mint), .owner = mint < 2 ? Pubkey{} : kIncinerator}));
  }
  for (u64 i = 0; i < 3; ++i) {  // wrapped SOL
    std::vector<u8> data = account_data({.mint = kWrappedSol, .owner = world.people[i], .amount = 1'000});
    const u64 reserve = rent(kAccountSize);
    set_option(data, 109, &reserve, sizeof reserve);
    put(world, key(3'200 + i), data, 1'000 + i);
  }
  world.learn(kRent);
  world.learn(kWrappedSol);
  world.learn(Token2022::kId);
}

// A token account as the generator reads it.
struct Holding {
  Pubkey address;
  Pubkey mint;
  Pubkey owner;
  u64 amount = 0;
  std::optional<Pubkey> delegate;
  bool frozen = false;
  bool native = false;
  std::optional<Pubkey> close_authority;
};

class Generator {
 public:
  Generator(World& world, Source& source, testing::Features features)
      : world_(world), source_(source), features_(features) {
    read();
  }

  Instruction next() {
    const u64 kind = source_.below(16);
    Instruction out = fitting();
    for (int left = 4; left > 0 && kind < 9 && !world_.runtime.simulate(out).ok(); --left) out = fitting();
    // System's own are not what is tested, and of them the native runtime has four.
    if (kind < 12 || out.program_id == System::kId) return out;
    testing::detail::mutate(out, world_, source_);
    if (features_ == testing::Features::Pending) make_writable(out);
    return out;
  }

 private:
  struct Option {
    u64 weight;
    Instruction (Generator::*make)();
  };

  // Where accounts are mapped into the program's memory, each store to a read-only one is refused, also of what stands there
  // already. A native program's stores nobody sees.
  static void make_writable(Instruction& out) {
    for (Meta& meta : out.accounts) meta.is_writable = true;
  }

  Instruction fitting() {
    static constexpr std::array kOptions = {Option{12, &Generator::create_account},
                                            Option{2, &Generator::send_lamports},
                                            Option{6, &Generator::initialize_mint},
                                            Option{10, &Generator::initialize_account},
                                            Option{5, &Generator::initialize_multisig},
                                            Option{2, &Generator::immutable_owner},
                                            Option{6, &Generator::transfer},
                                            Option{4, &Generator::approve},
                                            Option{2, &Generator::revoke},
                                            Option{6, &Generator::set_authority},
                                            Option{4, &Generator::mint_to},
                                            Option{4, &Generator::burn},
                                            Option{5, &Generator::close},
                                            Option{4, &Generator::freeze},
                                            Option{2, &Generator::sync_native},
                                            Option{3, &Generator::withdraw_excess},
                                            Option{3, &Generator::unwrap},
                                            Option{5, &Generator::query},
                                            Option{8, &Generator::associated},
                                            Option{12, &Generator::recover_nested},
                                            Option{3, &Generator::batch}};
    static constexpr u64 kWeight = [] {
      u64 sum = 0;
      for (const Option& option : kOptions) sum += option.weight;
      return sum;
    }();
    u64 choice = source_.below(kWeight);
    usize index = 0;
    while (choice >= kOptions[index].weight) choice -= kOptions[index++].weight;
    return (this->*kOptions[index].make)();
  }

  void read() {
    for (const auto& [address, account] : world_.runtime.accounts()) {
      if (!(account.owner == Token::kId)) continue;
      const std::vector<u8>& data = account.data;
      const auto option = [&](usize at) {
        return data[at] == 1 ? std::optional(Pubkey::from_bytes(data.data() + at + 4)) : std::nullopt;
      };
      if (data.size() == kAccountSize && data[108] != 0) {
        holdings_.push_back({address, Pubkey::from_bytes(data.data()), Pubkey::from_bytes(data.data() + 32),
                             load<u64>(data.data() + 64), option(72), data[108] == 2, data[109] == 1, option(129)});
      } else if (data.size() == kMintSize && data[45] != 0) {
        mints_.push_back(address);
      } else if (data.size() == kMultisigSize && data[2] != 0) {
        multisigs_.push_back(address);
      } else {
        blank_.push_back(address);
      }
    }
  }

  const std::vector<u8>& data(const Pubkey& address) const { return world_.runtime.account(address).data; }
  bool is_multisig(const Pubkey& address) const {
    const auto& bytes = data(address);
    return bytes.size() == kMultisigSize && bytes[2] != 0;
  }
  Pubkey person() { return source_.one_of(world_.people); }
  Pubkey anybody() {
    if (!multisigs_.empty() && source_.one_in(6)) return source_.one_of(multisigs_);
    return person();
  }
  const Holding& holding() { return holdings_[source_.below(holdings_.size())]; }
  // One of which the predicate holds, or any.
  template <class Wanted>
  const Holding& holding(Wanted wanted) {
    std::vector<const Holding*> found;
    for (const Holding& one : holdings_) {
      if (wanted(one)) found.push_back(&one);
    }
    return found.empty() ? holding() : *found[source_.below(found.size())];
  }
  Pubkey blank(usize size) {
    std::vector<Pubkey> found;
    for (const Pubkey& address : blank_) {
      if (data(address).size() == size) found.push_back(address);
    }
    return found.empty() ? world_.any(source_) : source_.one_of(found);
  }
  u64 amount_of(u64 most) {
    switch (source_.below(8)) {
      case 0: return testing::detail::arbitrary_integer<u64>(source_);
      case 1: return most;
      case 2: return 0;
      default: return most == 0 ? 0 : source_.below(most);
    }
  }
  Pubkey mint() { return source_.one_in(8) ? kWrappedSol : source_.one_of(mints_); }
  u8 decimals(const Pubkey& address) const {
    const auto& bytes = data(address);
    return bytes.size() == kMintSize ? bytes[44] : u8{0};
  }

  static Instruction make(Call call, std::vector<Meta> accounts) {
    return {Token::kId, std::move(accounts), {static_cast<u8>(call)}};
  }
  template <class T>
  static void add(Instruction& to, const T& value) {
    client::detail::append_raw(to.data, value);
  }
  static void add_option(Instruction& to, const std::optional<Pubkey>& value) {
    to.data.push_back(value ? 1 : 0);
    if (value) add(to, *value);
  }
  // The account that authorizes, and who signs for it.
  void add_authority(Instruction& to, const Pubkey& authority) {
    const bool several = is_multisig(authority);
    to.accounts.push_back({authority, !several, false});
    if (!several) return;
    for (usize i = 0; i < data(authority)[1]; ++i) {
      if (!source_.one_in(5))
        to.accounts.push_back({Pubkey::from_bytes(data(authority).data() + 3 + 32 * i), true, false});
    }
  }
  void add_amount(Instruction& to, u64 amount, bool checked, const Pubkey& of_mint) {
    add(to, amount);
    if (checked) to.data.push_back(decimals(of_mint));
  }

  // The System program's own: where accounts for mints and tokens come from.
  Instruction create_account() {
    static constexpr std::array kSizes = {kMintSize, kMintSize, kAccountSize, kAccountSize, kMultisigSize};
    const usize size = kSizes[source_.below(kSizes.size())];
    Instruction out{System::kId, {{person(), true, true}, {source_.one_of(world_.blank), true, true}}, {0, 0, 0, 0}};
    add(out, rent(size) + (source_.one_in(4) ? source_.below(3'000) : 0));
    add(out, u64{size});
    add(out, Token::kId);
    return out;
  }
  Instruction send_lamports() {
    Instruction out{System::kId, {{person(), true, true}, {holding().address, false, true}}, {2, 0, 0, 0}};
    add(out, source_.below(5'000));
    return out;
  }

  Instruction initialize_mint() {
    const bool with_sysvar = source_.below(2) != 0;
    Instruction out =
        make(with_sysvar ? Call::InitializeMint : Call::InitializeMint2, {{blank(kMintSize), false, true}});
    if (with_sysvar) out.accounts.push_back({kRent, false, false});
    out.data.push_back(static_cast<u8>(source_.below(10)));
    add(out, anybody());
    add_option(out, source_.below(2) != 0 ? std::optional(anybody()) : std::nullopt);
    return out;
  }
  Instruction initialize_account() {
    const std::vector<Meta> accounts = {{blank(kAccountSize), false, true}, {mint(), false, false}};
    const Pubkey owner = source_.one_in(8) ? kIncinerator : anybody();
    const u64 form = source_.below(3);
    Instruction out = make(form == 0   ? Call::InitializeAccount3
                           : form == 1 ? Call::InitializeAccount2
                                       : Call::InitializeAccount,
                           accounts);
    if (form == 2) {
      out.accounts.push_back({owner, false, false});
    } else {
      add(out, owner);
    }
    if (form != 0) out.accounts.push_back({kRent, false, false});
    return out;
  }
  Instruction initialize_multisig() {
    const bool with_sysvar = source_.below(2) != 0;
    Instruction out =
        make(with_sysvar ? Call::InitializeMultisig : Call::InitializeMultisig2, {{blank(kMultisigSize), false, true}});
    if (with_sysvar) out.accounts.push_back({kRent, false, false});
    const u64 count = source_.below(5);
    for (u64 i = 0; i < count; ++i) out.accounts.push_back({person(), false, false});
    out.data.push_back(static_cast<u8>(source_.below(count + 2)));
    return out;
  }
  Instruction immutable_owner() { return make(Call::InitializeImmutableOwner, {{blank(kAccountSize), false, true}}); }

  Instruction transfer() {
    const Holding& from = holding([](const Holding& one) { return one.amount > 0 && !one.frozen; });
    const Holding& to = holding([&](const Holding& one) { return one.mint == from.mint && !one.frozen; });
    const bool checked = source_.below(2) != 0;
    Instruction out = make(checked ? Call::TransferChecked : Call::Transfer, {{from.address, false, true}});
    if (checked) out.accounts.push_back({from.mint, false, false});
    out.accounts.push_back({to.address, false, true});
    add_authority(out, from.delegate && source_.below(2) != 0 ? *from.delegate : from.owner);
    add_amount(out, amount_of(from.amount), checked, from.mint);
    return out;
  }
  Instruction approve() {
    const Holding& from = holding();
    const bool checked = source_.below(2) != 0;
    Instruction out = make(checked ? Call::ApproveChecked : Call::Approve, {{from.address, false, true}});
    if (checked) out.accounts.push_back({from.mint, false, false});
    out.accounts.push_back({anybody(), false, false});
    add_authority(out, from.owner);
    add_amount(out, amount_of(1'000), checked, from.mint);
    return out;
  }
  Instruction revoke() {
    const Holding& from = holding([](const Holding& one) { return one.delegate.has_value(); });
    Instruction out = make(Call::Revoke, {{from.address, false, true}});
    add_authority(out, from.delegate && source_.below(2) != 0 ? *from.delegate : from.owner);
    return out;
  }
  Instruction set_authority() {
    const bool of_mint = source_.one_in(3);
    const Holding& account = holding();
    const Pubkey target = of_mint ? source_.one_of(mints_) : account.address;
    const auto which = static_cast<token::Authority>(source_.below(2) + (of_mint ? 0 : 2));
    Instruction out = make(Call::SetAuthority, {{target, false, true}});
    out.data.push_back(static_cast<u8>(which));
    // Seldom nobody: it stays so for good.
    add_option(out, source_.one_in(which == token::Authority::CloseAccount ? 3 : 12) ? std::nullopt
                                                                                     : std::optional(anybody()));
    switch (which) {
      case token::Authority::MintTokens: add_authority(out, Pubkey::from_bytes(data(target).data() + 4)); break;
      case token::Authority::FreezeAccount: add_authority(out, Pubkey::from_bytes(data(target).data() + 50)); break;
      case token::Authority::AccountOwner: add_authority(out, account.owner); break;
      case token::Authority::CloseAccount: add_authority(out, account.close_authority.value_or(account.owner)); break;
    }
    return out;
  }
  Instruction mint_to() {
    const Holding& to = holding([&](const Holding& one) {
      return !one.native && data(one.mint).size() == kMintSize && data(one.mint)[0] == 1;
    });
    const bool checked = source_.below(2) != 0;
    Instruction out =
        make(checked ? Call::MintToChecked : Call::MintTo, {{to.mint, false, true}, {to.address, false, true}});
    const auto& bytes = data(to.mint);
    add_authority(out, bytes.size() == kMintSize ? Pubkey::from_bytes(bytes.data() + 4) : person());
    add_amount(out, amount_of(1'000), checked, to.mint);
    return out;
  }
  Instruction burn() {
    const Holding& from = holding([](const Holding& one) { return one.amount > 0 && !one.native; });
    const bool checked = source_.below(2) != 0;
    Instruction out =
        make(checked ? Call::BurnChecked : Call::Burn, {{from.address, false, true}, {from.mint, false, true}});
    add_authority(out, from.delegate && source_.below(2) != 0 ? *from.delegate : from.owner);
    add_amount(out, amount_of(from.amount / 4), checked, from.mint);
    return out;
  }
  Instruction close() {
    const Holding& account = holding([](const Holding& one) { return one.amount == 0; });
    const bool nobodys = account.owner == Pubkey{} || account.owner == kIncinerator;
    Instruction out =
        make(Call::CloseAccount, {{account.address, false, true}, {nobodys ? kIncinerator : person(), false, true}});
    add_authority(out, account.close_authority.value_or(account.owner));
    return out;
  }
  Instruction freeze() {
    const Holding& account = holding([&](const Holding& one) {
      return !one.native && data(one.mint).size() == kMintSize && data(one.mint)[46] == 1;
    });
    Instruction out = make(account.frozen ? Call::ThawAccount : Call::FreezeAccount,
                           {{account.address, false, true}, {account.mint, false, false}});
    const auto& bytes = data(account.mint);
    add_authority(out, bytes.size() == kMintSize ? Pubkey::from_bytes(bytes.data() + 50) : person());
    return out;
  }
  Instruction sync_native() {
    const Holding& account = holding([](const Holding& one) { return one.native; });
    Instruction out = make(Call::SyncNative, {{account.address, false, true}});
    if (source_.one_in(3)) out.accounts.push_back({kRent, false, false});
    return out;
  }
  Instruction withdraw_excess() {
    const u64 kind = source_.below(3);
    const Holding& account = holding([](const Holding& one) { return !one.native; });
    const Pubkey from = kind == 0 ? account.address : kind == 1 ? source_.one_of(mints_) : source_.one_of(multisigs_);
    Instruction out = make(Call::WithdrawExcessLamports, {{from, false, true}, {person(), false, true}});
    if (kind == 1) {
      const bool has_minter = data(from)[0] == 1;
      add_authority(out, has_minter ? Pubkey::from_bytes(data(from).data() + 4) : from);
    } else {
      add_authority(out, kind == 0 ? account.owner : from);
    }
    return out;
  }
  Instruction unwrap() {
    const Holding& from = holding([](const Holding& one) { return one.native; });
    Instruction out{
        Token::kId, {{from.address, false, true}, {source_.one_in(6) ? from.address : person(), false, true}}, {45}};
    add_authority(out, from.delegate && source_.below(2) != 0 ? *from.delegate : from.owner);
    const bool all = source_.one_in(5);
    out.data.push_back(all ? 0 : 1);
    if (!all) add(out, amount_of(from.amount));
    return out;
  }
  Instruction query() {
    const Pubkey of = source_.one_of(mints_);
    switch (source_.below(3)) {
      case 0: return make(Call::GetAccountDataSize, {{of, false, false}});
      case 1: {
        Instruction out = make(Call::AmountToUiAmount, {{of, false, false}});
        add(out, testing::detail::arbitrary_integer<u64>(source_));
        return out;
      }
      default: {
        Instruction out = make(Call::UiAmountToAmount, {{of, false, false}});
        static constexpr std::string_view kCharacters = "0000123456789..+x";
        for (u64 left = 1 + source_.below(6); left > 0; --left) {
          const auto usual = static_cast<u8>(kCharacters[source_.below(kCharacters.size())]);
          out.data.push_back(source_.one_in(40) ? static_cast<u8>(source_.below(256)) : usual);
        }
        return out;
      }
    }
  }

  static Pubkey associated_of(World& world, const Pubkey& wallet, const Pubkey& of_mint) {
    const auto bytes = [](const Pubkey& one) { return std::vector<u8>(one.data(), one.data() + Pubkey::size()); };
    return world.derive(AssociatedTokenProgram::kId, {bytes(wallet), bytes(Token::kId), bytes(of_mint)});
  }
  Instruction create_associated(const Pubkey& wallet, const Pubkey& of_mint) {
    Instruction out{AssociatedTokenProgram::kId,
                    {{person(), true, true},
                     {associated_of(world_, wallet, of_mint), false, true},
                     {wallet, false, false},
                     {of_mint, false, false},
                     {System::kId, false, false},
                     {Token::kId, false, false}},
                    {}};
    const u64 form = source_.below(4);
    if (form != 0) out.data.push_back(form == 1 ? 0 : 1);
    return out;
  }
  // Also for wallets that are associated accounts themselves, from which tokens have to be recovered.
  Instruction associated() {
    const Pubkey wallet = world_.people[source_.below(3)];
    const Pubkey of_mint = key(3'000 + source_.below(3));
    return create_associated(source_.below(2) != 0 ? associated_of(world_, wallet, of_mint) : wallet,
                             key(3'000 + source_.below(3)));
  }
  Instruction recover_nested() {
    const auto is_nested = [&](const Holding& one) { return data(one.owner).size() == kAccountSize; };
    const Holding& nested = holding(is_nested);
    if (!is_nested(nested)) return associated();
    const Holding& owner = holding([&](const Holding& one) { return one.address == nested.owner; });
    const Pubkey destination = associated_of(world_, owner.owner, nested.mint);
    if (data(destination).empty() && !source_.one_in(4)) return create_associated(owner.owner, nested.mint);
    return {AssociatedTokenProgram::kId,
            {{nested.address, false, true},
             {nested.mint, false, false},
             {destination, false, true},
             {owner.address, false, false},
             {owner.mint, false, false},
             {owner.owner, true, true},
             {Token::kId, false, false}},
            {2}};
  }

  Instruction batch() {
    Instruction out{Token::kId, {}, {255}};
    for (u64 left = 1 + source_.below(3); left > 0; --left) {
      static constexpr std::array kSteps = {&Generator::transfer, &Generator::approve, &Generator::revoke,
                                            &Generator::mint_to,  &Generator::burn,    &Generator::close,
                                            &Generator::query};
      const Instruction step = (this->*kSteps[source_.below(kSteps.size())])();
      if (out.accounts.size() + step.accounts.size() > kBatchAccountsMax) break;
      out.data.push_back(static_cast<u8>(step.accounts.size()));
      out.data.push_back(static_cast<u8>(step.data.size()));
      out.data.insert(out.data.end(), step.data.begin(), step.data.end());
      out.accounts.insert(out.accounts.end(), step.accounts.begin(), step.accounts.end());
    }
    return out;
  }

  static constexpr usize kBatchAccountsMax = 14;  // a transaction has 1,232 bytes

  World& world_;
  Source& source_;
  testing::Features features_;
  std::vector<Holding> holdings_;
  std::vector<Pubkey> mints_;
  std::vector<Pubkey> multisigs_;
  std::vector<Pubkey> blank_;  // the token program's, not yet initialized
};

constexpr std::array<std::string_view, 26> kTokenNames = {"initialize_mint",
                                                          "initialize_account",
                                                          "initialize_multisig",
                                                          "transfer",
                                                          "approve",
                                                          "revoke",
                                                          "set_authority",
                                                          "mint_to",
                                                          "burn",
                                                          "close_account",
                                                          "freeze_account",
                                                          "thaw_account",
                                                          "transfer_checked",
                                                          "approve_checked",
                                                          "mint_to_checked",
                                                          "burn_checked",
                                                          "initialize_account2",
                                                          "sync_native",
                                                          "initialize_account3",
                                                          "initialize_multisig2",
                                                          "initialize_mint2",
                                                          "get_account_data_size",
                                                          "initialize_immutable_owner",
                                                          "amount_to_ui_amount",
                                                          "ui_amount_to_amount",
                                                          "withdraw_excess_lamports"};
constexpr std::array<std::string_view, 3> kAssociatedNames = {"create", "create_idempotent", "recover_nested"};

std::string name_of(const Instruction& instruction) {
  const auto number = instruction.data.empty() ? u8{0} : instruction.data[0];
  if (instruction.program_id == System::kId) return "(system)";
  if (instruction.program_id == AssociatedTokenProgram::kId)
    return number < kAssociatedNames.size() ? std::string(kAssociatedNames[number]) : "(broken)";
  if (instruction.data.empty()) return "(broken)";
  if (number == 255) return "batch";
  if (number == 45) return "unwrap_lamports";
  if (number == static_cast<u8>(Call::WithdrawExcessLamports)) return std::string(kTokenNames.back());
  return number + 1u < kTokenNames.size() ? std::string(kTokenNames[number]) : "(broken)";
}

const bool kRegistered = add({"token_programs", token_programs});

}  // namespace

Report token_programs(const Options& options) {
  Game game;
  game.prepare = prepare;
  game.generator = [&](World& world) -> Game::Next {
    return [&](Source& source) { return Generator(world, source, options.features).next(); };
  };
  game.name = name_of;
  game.names = {"batch", "unwrap_lamports"};
  game.names.insert(game.names.end(), kTokenNames.begin(), kTokenNames.end());
  game.names.insert(game.names.end(), kAssociatedNames.begin(), kAssociatedNames.end());
  return play(game, options);
}

}  // namespace grapnel::differential
