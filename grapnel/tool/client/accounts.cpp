#include "client/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "client/json.hpp"
#include "client/keys.hpp"
#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

constexpr std::size_t kSeedsMax = 15;  // the bump is the sixteenth
constexpr std::uint64_t kSeedBytesMax = 32;

bool all_constant(const Pda& pda) {
  const auto constant = [](const Seed& seed) { return seed.kind == Seed::Kind::Const; };
  return std::ranges::all_of(pda.seeds, constant) && (!pda.program || constant(*pda.program));
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> out(1);
  for (const char c : path) {
    if (c == '.')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

class Planner {
 public:
  Planner(const Idl& idl, const Instruction& instruction, Types& types)
      : idl_(idl), instruction_(instruction), types_(types) {}

  AccountsPlan plan() {
    AccountsPlan out{plan_list(instruction_.accounts, "", ""), {}};
    for (const auto& [place, plan] : derived_) out.pdas.push_back(plan_pda(*plan));
    choose_automatic(out.accounts, out.pdas);
    return out;
  }

 private:
  std::vector<AccountPlan> plan_list(const std::vector<Account>& accounts, const std::string& idl_prefix,
                                     const std::string& prefix) {
    std::vector<AccountPlan> out{};
    Scope scope;
    for (const Account& account : accounts) {
      AccountPlan plan{.name = scope.take(identifier(account.name)), .account = &account};
      plan.place = prefix + plan.name;
      const std::string idl_place = idl_prefix + account.name;
      places_[idl_place] = plan.place;
      if (account.members) {
        plan.kind = AccountPlan::Kind::Composite;
        plan.record = records_.take(record_name(idl_place));
        plan.members = plan_list(*account.members, idl_place + ".", plan.place + ".");
      } else if (account.is_optional) {
        plan.kind = AccountPlan::Kind::Optional;
      } else if (account.address) {
        plan.kind = AccountPlan::Kind::Known;
        plan.key = *account.address;
      } else if (account.pda) {
        plan_derived(plan);
      }
      if (account.pda && plan.kind != AccountPlan::Kind::Known) derived_[idl_place] = &account;
      out.push_back(std::move(plan));
    }
    return out;
  }

  // The structs of a composite must not hide a type of the IDL.
  std::string record_name(const std::string& idl_place) const {
    std::string name = pascal(idl_place);
    while (types_.made(name + "Views") != nullptr || types_.made(name + "Accounts") != nullptr) name += "Group";
    return name;
  }

  // Of constants alone the address is computed here.
  void plan_derived(AccountPlan& plan) {
    const Pda& pda = *plan.account->pda;
    if (!all_constant(pda) || pda.seeds.size() > kSeedsMax) return;
    Bytes seeds;
    for (const Seed& seed : pda.seeds) seeds.insert(seeds.end(), seed.value.begin(), seed.value.end());
    const DerivedKey derived = derive_key(pda.program ? pda.program->value : *decode_key(idl_.address), seeds);
    plan.kind = AccountPlan::Kind::Known;
    plan.key = derived.address;
    plan.bump = derived.bump;
  }

  struct Piece {
    std::string seed{};  // expression
    std::string description{};
    std::optional<Parameter> parameter{};
    std::string argument{};  // what instruction() passes; empty: it can't
    std::string needs{};     // the account whose address that is
  };

  PdaPlan plan_pda(const Account& account) {
    PdaPlan out;
    const std::string& idl_place = place_of(account);
    out.place = places_[idl_place];
    out.function = functions_.take("find_" + identifier(account.name));
    out.automatic = account.pda->seeds.size() <= kSeedsMax && !account.is_optional;
    Scope names{"args", "accounts"};
    for (const Seed& seed : account.pda->seeds) {
      Piece piece = plan_seed(seed, idl_place, account.path);
      out.seeds.push_back(fmt::format("client::seed({})", add(out, piece, names)));
      if (piece.parameter == std::nullopt) out.seeds.back() = piece.seed;
      out.description += (out.description.empty() ? "" : ", ") + piece.description;
    }
    out.program = "kProgramId";
    if (account.pda->program) {
      Piece piece = plan_seed(*account.pda->program, idl_place, account.path);
      const bool constant = account.pda->program->kind == Seed::Kind::Const;
      if (!constant && piece.parameter) piece.parameter->type = "const Pubkey&";
      out.program =
          constant ? fmt::format("\"{}\"_pubkey", encode_key(account.pda->program->value)) : add(out, piece, names);
      out.description +=
          fmt::format("; of the program {}", constant ? encode_key(account.pda->program->value) : out.program);
    }
    return out;
  }

  // Adds the piece's parameter to the function, and gives the expression of its value there.
  static std::string add(PdaPlan& out, const Piece& piece, Scope& names) {
    if (!piece.parameter) return piece.seed;
    if (piece.argument.empty()) out.automatic = false;
    out.arguments.push_back(piece.argument);
    out.parameters.push_back({piece.parameter->type, names.take(piece.parameter->name)});
    return out.parameters.back().name;
  }

  Piece plan_seed(const Seed& seed, const std::string& from, const std::string& at) {
    switch (seed.kind) {
      case Seed::Kind::Const: return constant_piece(seed.value);
      case Seed::Kind::Argument: return argument_piece(seed.path, at);
      case Seed::Kind::Account: break;
    }
    return account_piece(seed, from);
  }

  static Piece constant_piece(const Bytes& value) {
    const bool printable =
        !value.empty() && std::ranges::all_of(value, [](std::uint8_t b) { return b >= 32 && b < 127; });
    if (printable) {
      const std::string text = quote(std::string(value.begin(), value.end()));
      return {.seed = fmt::format("client::seed({})", text), .description = text};
    }
    return {.seed = fmt::format("client::Bytes{{{}}}", numbers(value)),
            .description = fmt::format("{{{}}}", numbers(value))};
  }

  // The field at the end of `names` from `next` on, below a type.
  const Type* walk(const Type& type, const std::vector<std::string>& names, std::size_t next) const {
    if (next == names.size()) return &type;
    if (type.kind != Type::Kind::Defined || !type.arguments.empty()) return nullptr;
    const TypeDefinition* definition = types_.find(type.name);
    if (definition == nullptr) return nullptr;
    const auto field = std::ranges::find(definition->fields, names[next], &Field::name);
    return field == definition->fields.end() ? nullptr : walk(field->type, names, next + 1);
  }

  static std::string parameter_type(const Laid& laid) {
    if (laid.text == "std::string") return "std::string_view";
    if (laid.text == "client::Bytes") return "std::span<const u8>";
    return laid.plain && laid.size <= 8 ? laid.text : fmt::format("const {}&", laid.text);
  }

  Piece argument_piece(const std::string& path, const std::string& at) {
    const std::vector<std::string> names = split(path);
    const auto field = std::ranges::find(instruction_.args, names[0], &Field::name);
    const Type* type = field == instruction_.args.end() ? nullptr : walk(field->type, names, 1);
    if (type == nullptr) throw Complaint{fmt::format("{}.pda: no argument is named \"{}\"", at, path)};
    const Laid laid = types_.lay(*type);
    Piece piece{.description = path};
    piece.parameter = {parameter_type(laid), identifier(names.back())};
    if (laid.plain && laid.size <= kSeedBytesMax) {
      piece.argument = "args";
      for (const std::string& name : names) piece.argument += "." + identifier(name);
    }
    return piece;
  }

  // An account beside `from`, else from the root; what follows its name is a field of its data.
  Piece account_piece(const Seed& seed, const std::string& from) {
    const std::vector<std::string> names = split(seed.path);
    const std::size_t dot = from.rfind('.');
    const std::string beside = dot == std::string::npos ? "" : from.substr(0, dot + 1);
    Piece piece{.description = seed.path};
    for (const std::string& prefix : {beside, std::string()}) {
      std::string place = prefix;
      for (std::size_t i = 0; i < names.size(); ++i) {
        place += (i == 0 ? "" : ".") + names[i];
        if (i + 1 != names.size() || !places_.contains(place)) continue;
        piece.parameter = {"const Pubkey&", identifier(names.back())};
        piece.argument = places_[place];
        return piece;
      }
    }
    return data_piece(seed, names);
  }

  Piece data_piece(const Seed& seed, const std::vector<std::string>& names) {
    Piece piece{.description = seed.path};
    piece.parameter = {"std::span<const u8>", names.size() == 1
                                                  ? identifier(names[0])
                                                  : identifier(names[names.size() - 2] + "_" + names.back())};
    const TypeDefinition* definition = types_.find(seed.account);
    if (definition == nullptr) return piece;
    for (std::size_t first = 0; first < names.size(); ++first) {
      const Type whole{.kind = Type::Kind::Defined, .name = seed.account};
      if (const Type* type = walk(whole, names, first); type != nullptr && first > 0 && first < names.size()) {
        piece.parameter->type = parameter_type(types_.lay(*type));
        return piece;
      }
    }
    return piece;
  }

  const std::string& place_of(const Account& account) const {
    return std::ranges::find(derived_, &account, &decltype(derived_)::value_type::second)->first;
  }

  static AccountPlan* find(std::vector<AccountPlan>& accounts, const std::string& place) {
    for (AccountPlan& plan : accounts) {
      if (plan.place == place) return &plan;
      if (AccountPlan* inner = find(plan.members, place)) return inner;
    }
    return nullptr;
  }

  // An address is derived by itself once all that it is derived from is there.
  static void choose_automatic(std::vector<AccountPlan>& accounts, std::vector<PdaPlan>& pdas) {
    std::vector<PdaPlan> ordered{};
    std::set<std::string> open{};
    for (const PdaPlan& pda : pdas) {
      const AccountPlan* plan = find(accounts, pda.place);
      if (pda.automatic && plan->kind == AccountPlan::Kind::Given) open.insert(pda.place);
    }
    const auto ready = [&](const PdaPlan& pda) {
      return std::ranges::all_of(pda.arguments, [&](const std::string& argument) {
        if (argument.starts_with("args.")) return true;
        const AccountPlan* source = find(accounts, argument);
        const bool usable = source->kind != AccountPlan::Kind::Optional && source->kind != AccountPlan::Kind::Composite;
        return usable && !open.contains(argument);
      });
    };
    for (bool changed = true; changed;) {
      changed = false;
      for (PdaPlan& pda : pdas) {
        if (!open.contains(pda.place) || !ready(pda)) continue;
        find(accounts, pda.place)->kind = AccountPlan::Kind::Derived;
        open.erase(pda.place);
        ordered.push_back(pda);
        changed = true;
      }
    }
    const auto is_ordered = [&](const PdaPlan& pda) {
      return std::ranges::find(ordered, pda.place, &PdaPlan::place) != ordered.end();
    };
    for (const PdaPlan& pda : pdas) {
      if (is_ordered(pda)) continue;
      ordered.push_back(pda);
      ordered.back().automatic = false;
    }
    pdas = std::move(ordered);
  }

  const Idl& idl_;
  const Instruction& instruction_;
  Types& types_;
  std::map<std::string, std::string> places_;      // the IDL's names → C++'s
  std::map<std::string, const Account*> derived_;  // by the IDL's place
  Scope records_{"Accounts", "Views", "Args", "Returns", ""};
  Scope functions_{"call", "instruction", "returned"};
};

}  // namespace

AccountsPlan plan_accounts(const Idl& idl, const Instruction& instruction, Types& types) {
  return Planner(idl, instruction, types).plan();
}

}  // namespace grapnel::tool::client
