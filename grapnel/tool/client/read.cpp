#include "client/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "client/json.hpp"
#include "client/keys.hpp"

namespace grapnel::tool::client {
namespace {

constexpr std::size_t kItemsMax = 4096;
constexpr std::size_t kDiscriminatorMax = 64;
constexpr std::uint64_t kArrayMax = 10 << 20;  // an account's largest size
constexpr std::uint64_t kAlignMax = 1 << 12;

constexpr std::array<std::string_view, 18> kPrimitives = {"bool", "u8",   "i8",   "u16",   "i16",    "u32",
                                                          "i32",  "f32",  "u64",  "i64",   "f64",    "u128",
                                                          "i128", "u256", "i256", "bytes", "string", "pubkey"};

Docs read_docs(const Place& place) {
  Docs docs;
  if (const auto lines = place.maybe("docs")) {
    for (const Place& line : lines->items(kItemsMax)) docs.push_back(line.string());
  }
  return docs;
}

template <class Read>
auto read_list(const Place& place, std::string_view key, Read read) {
  std::vector<decltype(read(place))> out;
  if (const auto list = place.maybe(key)) {
    for (const Place& item : list->items(kItemsMax)) out.push_back(read(item));
  }
  return out;
}

template <class Read>
auto read_required_list(const Place& place, std::string_view key, Read read) {
  static_cast<void>(place.at(key));
  return read_list(place, key, read);
}

Bytes read_bytes(const Place& place, std::size_t max) {
  Bytes out;
  for (const Place& byte : place.items(max)) out.push_back(static_cast<std::uint8_t>(byte.number(255)));
  return out;
}

std::string read_key(const Place& place) {
  std::string key = place.string();
  if (!decode_key(key)) place.complain(fmt::format("\"{}\" is no address (32 bytes in base58)", key.substr(0, 64)));
  return key;
}

Type read_type(const Place& place);

Type read_wrapper(const Place& place, Type::Kind kind, std::string_view key) {
  Type type{.kind = kind, .path = place.path()};
  type.element.push_back(read_type(place.at(key)));
  return type;
}

Type read_array(const Place& place) {
  const Place array = place.at("array");
  const std::vector<Place> pair = array.items(2);
  if (pair.size() != 2) array.complain("[type, length] is expected");
  Type type{.kind = Type::Kind::Array, .path = place.path()};
  type.element.push_back(read_type(pair[0]));
  if (pair[1].is_object())
    type.length = pair[1].string("generic");
  else
    type.length = pair[1].number(kArrayMax);
  return type;
}

Type::Argument read_generic_argument(const Place& place) {
  const std::string kind = place.string("kind");
  if (kind == "type") return {{read_type(place.at("type"))}, {}};
  if (kind == "const") return {{}, place.string("value")};
  place.at("kind").complain(fmt::format("\"{}\" is neither \"type\" nor \"const\"", kind));
}

Type read_defined(const Place& place) {
  Type type{.kind = Type::Kind::Defined, .path = place.path()};
  const Place defined = place.at("defined");
  if (defined.is_string())
    defined.complain("a name by itself is the form before spec 0.1.0; {\"name\": …} is expected");
  type.name = defined.string("name");
  type.arguments = read_list(defined, "generics", read_generic_argument);
  return type;
}

Type read_type(const Place& place) {
  if (place.is_string()) {
    std::string name = place.string();
    if (std::ranges::find(kPrimitives, name) == kPrimitives.end())
      place.complain(fmt::format("\"{}\" is no type of spec 0.1.0", name));
    return {.kind = Type::Kind::Primitive, .name = std::move(name), .path = place.path()};
  }
  if (place.has("option")) return read_wrapper(place, Type::Kind::Option, "option");
  if (place.has("coption")) return read_wrapper(place, Type::Kind::COption, "coption");
  if (place.has("vec")) return read_wrapper(place, Type::Kind::Vec, "vec");
  if (place.has("array")) return read_array(place);
  if (place.has("defined")) return read_defined(place);
  if (place.has("generic")) return {.kind = Type::Kind::Generic, .name = place.string("generic"), .path = place.path()};
  place.complain("is no type: one of option, coption, vec, array, defined, generic is expected");
}

Field read_field(const Place& place) { return {place.string("name"), read_docs(place), read_type(place.at("type"))}; }

// Named ({name, type}) or a tuple (types).
std::vector<Field> read_fields(const Place& place) {
  std::vector<Field> out;
  const auto list = place.maybe("fields");
  if (!list) return out;
  for (const Place& item : list->items(kItemsMax)) {
    const bool named = item.is_object() && item.has("name");
    out.push_back(named ? read_field(item) : Field{fmt::format("_{}", out.size()), {}, read_type(item)});
  }
  return out;
}

Variant read_variant(const Place& place) { return {place.string("name"), read_fields(place)}; }

Serialization read_serialization(const Place& place) {
  const auto found = place.maybe("serialization");
  if (!found) return Serialization::Borsh;
  if (found->is_object()) {
    static_cast<void>(found->at("custom"));
    return Serialization::Custom;
  }
  const std::string name = found->string();
  if (name == "borsh") return Serialization::Borsh;
  if (name == "bytemuck" || name == "bytemuckunsafe") return Serialization::Bytemuck;
  found->complain(fmt::format("\"{}\" is none of borsh, bytemuck, bytemuckunsafe, {{custom}}", name));
}

void read_repr(const Place& place, TypeDefinition& type) {
  const auto repr = place.maybe("repr");
  if (!repr) return;
  const std::string kind = repr->string("kind");
  if (kind != "rust" && kind != "c" && kind != "transparent")
    repr->at("kind").complain(fmt::format("\"{}\" is none of rust, c, transparent", kind));
  type.packed = repr->flag("packed");
  if (const auto align = repr->maybe("align")) {
    type.aligned = align->number(kAlignMax);
    if (type.aligned == 0 || (type.aligned & (type.aligned - 1)) != 0) align->complain("is no power of two");
  }
}

Generic read_generic(const Place& place) {
  const std::string kind = place.string("kind");
  if (kind != "type" && kind != "const")
    place.at("kind").complain(fmt::format("\"{}\" is neither \"type\" nor \"const\"", kind));
  return {place.string("name"), kind == "const"};
}

TypeDefinition read_definition(const Place& place) {
  TypeDefinition type{.name = place.string("name"), .path = place.path(), .docs = read_docs(place)};
  type.serialization = read_serialization(place);
  read_repr(place, type);
  type.generics = read_list(place, "generics", read_generic);
  const Place body = place.at("type");
  const std::string kind = body.string("kind");
  if (kind == "struct") {
    type.fields = read_fields(body);
  } else if (kind == "enum") {
    type.kind = TypeDefinition::Kind::Enum;
    type.variants = read_required_list(body, "variants", read_variant);
    if (type.variants.size() > 256) body.at("variants").complain("an enum of Borsh has at most 256 variants");
  } else if (kind == "type") {
    type.kind = TypeDefinition::Kind::Alias;
    type.alias = read_type(body.at("alias"));
  } else {
    body.at("kind").complain(fmt::format("\"{}\" is none of struct, enum, type", kind));
  }
  return type;
}

Seed read_seed(const Place& place) {
  Seed seed;
  const std::string kind = place.string("kind");
  if (kind == "const") {
    seed.value = read_bytes(place.at("value"), 32);
  } else if (kind == "arg") {
    seed.kind = Seed::Kind::Argument;
    seed.path = place.string("path");
  } else if (kind == "account") {
    seed.kind = Seed::Kind::Account;
    seed.path = place.string("path");
    if (const auto account = place.maybe("account")) seed.account = account->string();
  } else {
    place.at("kind").complain(fmt::format("\"{}\" is none of const, arg, account", kind));
  }
  return seed;
}

Pda read_pda(const Place& place) {
  Pda pda{read_required_list(place, "seeds", read_seed), std::nullopt};
  if (pda.seeds.size() > 16) place.at("seeds").complain("an address is derived from at most 16 seeds");
  if (const auto program = place.maybe("program")) {
    pda.program = read_seed(*program);
    if (pda.program->kind == Seed::Kind::Const && pda.program->value.size() != 32)
      program->at("value").complain("the address of a program has 32 bytes");
  }
  return pda;
}

Account read_account(const Place& place) {
  Account account{.name = place.string("name"), .path = place.path(), .docs = read_docs(place)};
  if (place.has("isMut") || place.has("isSigner"))
    place.complain("\"isMut\" and \"isSigner\" are the form before spec 0.1.0");
  if (place.has("accounts")) {
    account.members = read_list(place, "accounts", read_account);
    return account;
  }
  account.is_writable = place.flag("writable");
  account.is_signer = place.flag("signer");
  account.is_optional = place.flag("optional");
  if (const auto address = place.maybe("address")) account.address = read_key(*address);
  if (const auto pda = place.maybe("pda")) account.pda = read_pda(*pda);
  account.relations = read_list(place, "relations", [](const Place& relation) { return relation.string(); });
  return account;
}

Instruction read_instruction(const Place& place) {
  Instruction out{.name = place.string("name"), .path = place.path(), .docs = read_docs(place)};
  out.discriminator = read_bytes(place.at("discriminator"), kDiscriminatorMax);
  out.accounts = read_required_list(place, "accounts", read_account);
  out.args = read_required_list(place, "args", read_field);
  if (const auto returns = place.maybe("returns")) out.returns = read_type(*returns);
  return out;
}

Tagged read_tagged(const Place& place) {
  return {place.string("name"), place.path(), read_bytes(place.at("discriminator"), kDiscriminatorMax)};
}

ErrorCode read_error(const Place& place) {
  ErrorCode error{place.string("name"), static_cast<std::uint32_t>(place.at("code").number(UINT32_MAX)), std::nullopt};
  if (const auto message = place.maybe("msg")) error.message = message->string();
  return error;
}

Constant read_constant(const Place& place) {
  return {place.string("name"), read_docs(place), read_type(place.at("type")), place.string("value")};
}

// An instruction or type that stands twice would be two C++ entities of one name and different meaning.
template <class Item>
void require_unique(const std::vector<Item>& items, std::string_view list) {
  std::set<std::string_view> seen;
  for (const Item& item : items) {
    if (!seen.insert(item.name).second) throw Complaint{fmt::format("{}: \"{}\" stands twice", list, item.name)};
  }
}

void refuse_other_forms(const Place& root) {
  const auto metadata = root.maybe("metadata");
  const auto spec = metadata && metadata->is_object() ? metadata->maybe("spec") : std::nullopt;
  if (spec) {
    if (spec->string() != "0.1.0")
      spec->complain(fmt::format("\"{}\" is unknown; 0.1.0 is read", spec->string().substr(0, 32)));
    return;
  }
  if (root.has("version") && root.has("name"))
    root.complain(
        "is of the form before Anchor 0.30, which has no discriminators and no address; "
        "`anchor idl convert FILE -o NEW` makes spec 0.1.0 of it");
  root.complain("has no \"metadata.spec\": it is no Anchor IDL");
}

Idl read_root(const Place& root) {
  refuse_other_forms(root);
  const Place metadata = root.at("metadata");
  Idl idl;
  idl.address = read_key(root.at("address"));
  idl.name = metadata.string("name");
  idl.version = metadata.string("version");
  if (const auto description = metadata.maybe("description")) idl.description = description->string();
  idl.docs = read_docs(root);
  idl.instructions = read_required_list(root, "instructions", read_instruction);
  idl.accounts = read_list(root, "accounts", read_tagged);
  idl.events = read_list(root, "events", read_tagged);
  idl.errors = read_list(root, "errors", read_error);
  idl.types = read_list(root, "types", read_definition);
  idl.constants = read_list(root, "constants", read_constant);
  require_unique(idl.instructions, "instructions");
  require_unique(idl.accounts, "accounts");
  require_unique(idl.events, "events");
  require_unique(idl.types, "types");
  return idl;
}

std::string where(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace

Outcome<Idl> read_idl(std::string_view text) {
  if (text.size() > kIdlBytesMax)
    return failure(fmt::format("the IDL has {} bytes; at most {} are read", text.size(), kIdlBytesMax));
  try {
    const auto bounded = [](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
      if (depth > kNestingMax) throw Complaint{fmt::format("the IDL is nested more than {} deep", kNestingMax)};
      return true;
    };
    const nlohmann::json root = nlohmann::json::parse(text, bounded);
    return read_root(Place(root, ""));
  } catch (const Complaint& complaint) {
    return failure(complaint.text);
  } catch (const nlohmann::json::parse_error& error) {
    return failure(fmt::format("the IDL is no JSON: {}", where(text, error.byte)));
  } catch (const nlohmann::json::exception&) {
    return failure("the IDL holds a number that is out of range");
  }
}

}  // namespace grapnel::tool::client
