#include "client/types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "client/json.hpp"

namespace grapnel::tool::client {
namespace {

constexpr std::uint64_t kPlainMax = 10 << 20;         // an account's largest size
constexpr std::uint64_t kVariableArrayMax = 1 << 12;  // elements with variable parts, held by value
constexpr std::size_t kInstancesMax = 4096;
constexpr unsigned kDepthMax = 64;
constexpr std::size_t kNameMax = 1024;
// Primitives of which not every bit pattern is a value, or that have no fixed size.
constexpr auto kSomeBits = std::to_array<std::string_view>({"bool", "f32", "f64", "bytes", "string"});

[[noreturn]] void complain(const std::string& path, std::string_view what) {
  throw Complaint{fmt::format("{}: {}", path, what)};
}

// "Array<std::string, 4>" → "ArrayString4"
std::string name_part(std::string text) {
  for (const std::string_view prefix : {"std::", "client::"}) {
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
  }
  return pascal(text);
}

bool has_fields(const TypeDefinition& definition) {
  return std::ranges::any_of(definition.variants, [](const Variant& variant) { return !variant.fields.empty(); });
}

}  // namespace

Types::Types(const Idl& idl, Scope& scope) : idl_(idl), scope_(scope) {
  for (const TypeDefinition& definition : idl.types) definitions_[definition.name] = &definition;
  // All names first: what a generic instance is called must not depend on where it is used.
  std::vector<Instance*> named;
  for (const TypeDefinition& definition : idl.types) {
    if (definition.generics.empty()) named.push_back(&instance(definition, {}, definition.path));
  }
  for (Instance* item : named) define(*item, item->definition->path);
  while (!waiting_.empty()) {
    Instance* next = waiting_.back();
    waiting_.pop_back();
    define(*next, next->definition->path);
  }
}

const TypeDefinition* Types::find(std::string_view name) const {
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? nullptr : found->second;
}

const CppType* Types::made(std::string_view cpp_name) const {
  const auto found = std::ranges::find(list_, cpp_name, &CppType::name);
  return found == list_.end() ? nullptr : &*found;
}

std::string Types::holder(const Tagged& item) const {
  const TypeDefinition* definition = find(item.name);
  if (definition == nullptr) complain(item.path, fmt::format("no type is named \"{}\"", item.name));
  if (definition->kind == TypeDefinition::Kind::Alias || !definition->generics.empty())
    complain(item.path,
             fmt::format("\"{}\" is an alias or generic; an account or event is a type of its own", item.name));
  return instances_.at(item.name).name;
}

std::vector<std::string> Types::declared_ahead() const {
  std::vector<std::string> out;
  for (const CppType& type : list_) {
    if (!type.plain && ahead_.contains(type.name)) out.push_back(type.name);
  }
  return out;
}

Laid Types::lay(const Type& type, const Environment& environment, bool in_vector) {
  switch (type.kind) {
    case Type::Kind::Primitive: return lay_primitive(type.name);
    case Type::Kind::Option:
      return {.text = fmt::format("std::optional<{}>", lay(type.element[0], environment, in_vector).text), .loose = {}};
    case Type::Kind::COption: {
      const Laid content = lay(type.element[0], environment, false);
      if (!content.plain) complain(type.path, "a coption has room for its content always, so that needs a fixed size");
      return lay_coption(content);
    }
    case Type::Kind::Vec:
      return {.text = fmt::format("std::vector<{}>", lay(type.element[0], environment, true).text), .loose = {}};
    case Type::Kind::Array: return lay_array_of(type, environment, in_vector);
    case Type::Kind::Defined: return lay_defined(type, environment, in_vector);
    case Type::Kind::Generic: break;
  }
  const auto bound = environment.find(type.name);
  if (bound == environment.end() || bound->second.type.text.empty())
    complain(type.path, fmt::format("no generic type is named \"{}\" here", type.name));
  return bound->second.type;
}

std::uint64_t Types::length(const Type& type, const Environment& environment) const {
  if (const auto* number = std::get_if<std::uint64_t>(&type.length)) return *number;
  const auto& name = std::get<std::string>(type.length);
  const auto bound = environment.find(name);
  if (bound == environment.end()) complain(type.path, fmt::format("no generic const is named \"{}\" here", name));
  const std::string& text = bound->second.value;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > kPlainMax)
    complain(type.path, fmt::format("\"{}\" is no length of an array", text.substr(0, 32)));
  return number;
}

Laid Types::lay_array_of(const Type& type, const Environment& environment, bool in_vector) {
  const std::uint64_t count = length(type, environment);
  const Laid element = lay(type.element[0], environment, in_vector);
  // Array<T, 0> has a byte of its own in C++, none in Borsh.
  if (!element.plain || count == 0) {
    if (count > kVariableArrayMax)
      complain(type.path,
               fmt::format("{} elements of variable size; at most {} are held by value", count, kVariableArrayMax));
    return {.text = fmt::format("std::array<{}, {}>", element.text, count), .loose = {}};
  }
  if (element.size > kPlainMax / count) complain(type.path, "is larger than an account can be");
  return lay_array(element, count);
}

Types::Environment Types::bind(const TypeDefinition& definition, const Type& use, const Environment& environment) {
  if (use.arguments.size() != definition.generics.size())
    complain(use.path, fmt::format("\"{}\" takes {} generic arguments, not {}", definition.name,
                                   definition.generics.size(), use.arguments.size()));
  Environment out;
  for (std::size_t i = 0; i < use.arguments.size(); ++i) {
    const Type::Argument& argument = use.arguments[i];
    const Generic& generic = definition.generics[i];
    if (generic.is_const != argument.type.empty())
      complain(use.path, fmt::format("\"{}\" of \"{}\" is a {}", generic.name, definition.name,
                                     generic.is_const ? "const" : "type"));
    Bound& bound = out[generic.name];
    if (!argument.type.empty()) {
      bound.type = lay(argument.type[0], environment, false);
    } else {
      // A const may be handed on by its name.
      const auto outer = environment.find(argument.value);
      bound.value = outer == environment.end() ? argument.value : outer->second.value;
    }
  }
  return out;
}

Types::Instance& Types::instance(const TypeDefinition& definition, Environment environment, const std::string& path) {
  std::string key = definition.name;
  std::string name = identifier(definition.name);
  for (const Generic& generic : definition.generics) {
    const Bound& bound = environment.at(generic.name);
    key += fmt::format("<{}{}>", bound.type.text, bound.value);
    name += name_part(bound.type.text + bound.value);
  }
  if (key.size() > kNameMax) complain(path, "generics make a name of more than 1024 characters");
  const auto [found, added] = instances_.try_emplace(key);
  Instance& out = found->second;
  if (!added) return out;
  if (instances_.size() > kInstancesMax) complain(path, fmt::format("more than {} types", kInstancesMax));
  out.definition = &definition;
  out.name = scope_.take(identifier(name));
  out.environment = std::move(environment);
  return out;
}

Laid Types::lay_defined(const Type& type, const Environment& environment, bool in_vector) {
  const TypeDefinition* definition = find(type.name);
  if (definition == nullptr) complain(type.path, fmt::format("no type is named \"{}\"", type.name));
  if (++depth_ > kDepthMax) complain(type.path, fmt::format("types are nested more than {} deep", kDepthMax));
  Instance& used = instance(*definition, bind(*definition, type, environment), type.path);
  // A vector may hold a type that is only declared, which is what lets a type contain itself.
  const bool wait = in_vector && definition->kind != TypeDefinition::Kind::Alias && used.state != Instance::State::Done;
  if (wait) {
    if (used.state == Instance::State::Named) waiting_.push_back(&used);
    ahead_.insert(used.name);
    used.laid.text = used.name;
  } else {
    define(used, type.path);
  }
  --depth_;
  return used.laid;
}

void Types::define(Instance& instance, const std::string& path) {
  if (instance.state == Instance::State::Done) return;
  const TypeDefinition& definition = *instance.definition;
  if (instance.state == Instance::State::Begun)
    complain(path, fmt::format("\"{}\" contains itself other than through a vec", definition.name));
  instance.state = Instance::State::Begun;
  CppType out{.name = instance.name, .docs = definition.docs};
  if (definition.serialization == Serialization::Custom) {
    out.docs.emplace_back("Serialised by its program in a way of its own: all bytes that follow, as they stand.");
    out.members = {{"rest", "client::Rest", {}, false}};
    instance.laid = {.text = instance.name, .loose = {}};
  } else if (definition.kind == TypeDefinition::Kind::Enum) {
    define_enum(instance, out);
  } else if (definition.kind == TypeDefinition::Kind::Alias) {
    define_alias(instance, out);
  } else {
    const Form form{definition.serialization, definition.packed, definition.aligned, align_max(definition),
                    definition.path};
    out = record(instance.name, definition.docs, definition.fields, instance.environment, form);
    instance.laid = {.text = instance.name, .loose = {}};
    if (out.plain) instance.laid = lay_named(instance.name, out.size, out.align, out.rust_align);
  }
  list_.push_back(std::move(out));
  instance.state = Instance::State::Done;
}

void Types::define_enum(Instance& instance, CppType& out) {
  const TypeDefinition& definition = *instance.definition;
  Scope scope;
  if (!has_fields(definition)) {
    out.kind = CppType::Kind::Enum;
    out.plain = true;
    out.size = 1;
    for (const Variant& variant : definition.variants)
      out.members.push_back({scope.take(identifier(variant.name)), {}, {}});
    instance.laid = lay_named(instance.name, 1, 1, 1);
    return;
  }
  if (definition.serialization == Serialization::Bytemuck)
    complain(definition.path, "an enum with fields has no fixed layout, which bytemuck needs");
  out.kind = CppType::Kind::Sum;
  scope = {"Variant", "value", instance.name};
  for (const Variant& variant : definition.variants) {
    // Not nested: a variant is often named as the type that it holds, which it would hide.
    const std::string name = scope_.take(identifier(instance.name + pascal(variant.name)));
    CppType body = record(name, {}, variant.fields, instance.environment, {});
    body.plain = false;
    list_.push_back(std::move(body));
    out.members.push_back({scope.take(identifier(variant.name)), name, {}});
  }
  instance.laid = {.text = instance.name, .loose = {}};
}

void Types::define_alias(Instance& instance, CppType& out) {
  const Laid target = lay(instance.definition->alias, instance.environment, false);
  out.kind = CppType::Kind::Alias;
  out.plain = target.plain;
  out.target = target.text;
  instance.laid = target;
  instance.laid.text = instance.name;
}

void Types::require_fixed(const std::vector<Laid>& laid, const std::vector<Field>& fields) const {
  for (std::size_t i = 0; i < laid.size(); ++i) {
    if (!laid[i].plain) complain(fields[i].type.path, "has no fixed layout, which bytemuck needs");
  }
}

// An account stands behind its discriminator, whose address is a multiple of 8.
std::uint64_t Types::align_max(const TypeDefinition& definition) const {
  std::uint64_t align = 8;
  for (const Tagged& account : idl_.accounts) {
    if (account.name != definition.name) continue;
    while (account.discriminator.size() % align != 0) align /= 2;
  }
  return align;
}

// Whether every bit pattern of that size is a value, as elements of tails must be: they are not looked at before.
bool Types::has_any_bits(const Type& type, std::set<std::string>& structs) const {
  if (type.kind == Type::Kind::Primitive) return std::ranges::find(kSomeBits, type.name) == kSomeBits.end();
  if (type.kind == Type::Kind::Array) return has_any_bits(type.element[0], structs);
  if (type.kind != Type::Kind::Defined) return false;
  const TypeDefinition* definition = find(type.name);
  const bool is_struct = definition != nullptr && definition->kind == TypeDefinition::Kind::Struct &&
                         definition->generics.empty() && definition->serialization == Serialization::Borsh;
  if (!is_struct) return false;
  structs.insert(instances_.at(type.name).name);
  return std::ranges::all_of(definition->fields, [&](const Field& field) { return has_any_bits(field.type, structs); });
}

// Empty: not one that can be read in place.
std::string Types::tail(const Type& type, std::set<std::string>& structs) {
  if (type.kind == Type::Kind::Primitive) {
    if (type.name == "string") return "Tail<String<foreign::kTailMax<1>>>";
    return type.name == "bytes" ? "Tail<ByteView<foreign::kTailMax<1>>>" : "";
  }
  if (type.kind != Type::Kind::Vec && type.kind != Type::Kind::Option) return {};
  std::set<std::string> used;
  if (!has_any_bits(type.element[0], used)) return {};
  const Laid element = lay(type.element[0], {}, false);
  if (!element.plain) return {};
  structs.merge(used);
  if (type.kind == Type::Kind::Option) return fmt::format("Tail<Option<{}>>", element.text);
  return fmt::format("Tail<Vec<{}, foreign::kTailMax<{}>>>", element.text, element.size);
}

std::optional<InPlace> Types::in_place(const Tagged& account) {
  const TypeDefinition& definition = *find(account.name);
  if (definition.kind != TypeDefinition::Kind::Struct || definition.serialization != Serialization::Borsh) return {};
  InPlace out;
  std::vector<Laid> head;
  Scope scope;
  for (const Field& field : definition.fields) {
    const std::string name = scope.take(identifier(field.name));
    const Laid laid = lay(field.type, {}, false);
    if (laid.plain && head.size() == out.members.size()) {
      head.push_back(laid);
      out.members.push_back({name, {}, field.docs});
      continue;
    }
    const std::string tail = this->tail(field.type, out.elements);
    if (tail.empty()) {
      out.left_out = name;
      break;
    }
    out.members.push_back({name, tail, field.docs});
  }
  if (out.members.size() == head.size()) return {};
  const Offsets offsets = borsh_offsets(head);
  const Spelling spelling = spell(head, offsets, align_max(definition));
  for (std::size_t i = 0; i < head.size(); ++i) out.members[i].type = spelling.types[i];
  out.head_size = offsets.size;
  return out;
}

CppType Types::record(std::string name, const Docs& docs, const std::vector<Field>& fields,
                      const Environment& environment, const Form& form) {
  CppType out{.name = std::move(name), .docs = docs};
  std::vector<Laid> laid;
  Scope scope;
  std::set<std::string_view> seen;
  for (const Field& field : fields) {
    if (!seen.insert(field.name).second)
      complain(field.type.path, fmt::format("a field \"{}\" stands before", field.name));
    laid.push_back(lay(field.type, environment, false));
    out.members.push_back({scope.take(identifier(field.name)), laid.back().text, field.docs});
  }
  const bool in_memory = form.serialization == Serialization::Bytemuck;
  if (in_memory) require_fixed(laid, fields);
  const bool fixed = std::ranges::all_of(laid, &Laid::plain);
  const Offsets offsets = in_memory ? c_offsets(laid, form.packed, form.aligned) : borsh_offsets(laid);
  if (!fixed || offsets.size == 0) return out;
  if (offsets.size > kPlainMax) complain(form.path, "is larger than an account can be");
  out.plain = true;
  out.size = offsets.size;
  out.rust_align = offsets.align;

  const Spelling spelling = spell(laid, offsets, form.align_max);
  out.align = spelling.align;
  std::vector<Member> members;
  std::uint64_t at = 0;
  const auto pad_to = [&](std::uint64_t offset) {
    if (offset > at) {
      const std::string padding = scope.take(fmt::format("padding_{}", at));
      members.push_back({padding, fmt::format("Array<u8, {}>", offset - at), {}, true});
    }
  };
  for (std::size_t i = 0; i < laid.size(); ++i) {
    pad_to(offsets.fields[i]);
    members.push_back(std::move(out.members[i]));
    members.back().type = spelling.types[i];
    at = offsets.fields[i] + laid[i].size;
  }
  pad_to(offsets.size);
  out.members = std::move(members);
  return out;
}

}  // namespace grapnel::tool::client
