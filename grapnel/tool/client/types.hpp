// The C++ types of an IDL: names given, generics filled in, layouts computed, in an order in which C++ can declare them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/layout.hpp"
#include "client/model.hpp"
#include "client/names.hpp"

namespace grapnel::tool::client {

struct Member {
  std::string name{};
  std::string type{};
  Docs docs{};
  bool is_padding = false;
};

struct CppType {
  enum class Kind { Struct, Enum, Sum, Alias };
  Kind kind = Kind::Struct;
  std::string name{};
  Docs docs{};
  bool plain = false;
  std::uint64_t size = 0;  // this and the alignments: if plain
  std::uint64_t align = 1;
  std::uint64_t rust_align = 1;
  std::vector<Member> members{};  // Struct; Enum: names; Sum: name and the struct that stands for it
  std::string target{};           // Alias
};

// An account with variable parts as programs read it in place: its fixed fields, then strings, bytes, vectors and options.
// What stands behind the first field of another kind is left out.
struct InPlace {
  std::vector<Member> members{};
  std::uint64_t head_size = 0;       // bytes of the fixed fields
  std::string left_out{};            // the first field that is
  std::set<std::string> elements{};  // structs that the tails hold
};

// Throws Complaint where a type is missing, contains itself or is too large.
class Types {
 public:
  // `scope`: the names of the header's namespace that are taken already.
  Types(const Idl& idl, Scope& scope);
  Types(const Types&) = delete;
  Types& operator=(const Types&) = delete;

  // A type that stands outside of generics.
  Laid lay(const Type& type) { return lay(type, {}, false); }
  // The fields as a struct of that name, in Borsh; not added to the list.
  CppType record(std::string name, const std::vector<Field>& fields) {
    return record(std::move(name), {}, fields, {}, {});
  }
  // The C++ name of the type of an account or event.
  std::string holder(const Tagged& item) const;

  // Nothing if no field can be read in place behind the fixed ones.
  std::optional<InPlace> in_place(const Tagged& account);

  const TypeDefinition* find(std::string_view name) const;
  const CppType* made(std::string_view cpp_name) const;
  const std::vector<CppType>& list() const { return list_; }
  // Host types that are used, inside vectors, before they are defined.
  std::vector<std::string> declared_ahead() const;

 private:
  struct Bound {
    Laid type;
    std::string value;  // of a const
  };
  using Environment = std::map<std::string, Bound, std::less<>>;
  struct Form {
    Serialization serialization = Serialization::Borsh;
    bool packed = false;
    std::uint64_t aligned = 1;
    std::uint64_t align_max = 8;
    std::string path;
  };
  struct Instance {
    const TypeDefinition* definition = nullptr;
    std::string name;
    Environment environment;
    enum class State { Named, Begun, Done } state = State::Named;
    Laid laid;
  };

  Laid lay(const Type& type, const Environment& environment, bool in_vector);
  Laid lay_array_of(const Type& type, const Environment& environment, bool in_vector);
  Laid lay_defined(const Type& type, const Environment& environment, bool in_vector);
  std::uint64_t length(const Type& type, const Environment& environment) const;
  Environment bind(const TypeDefinition& definition, const Type& use, const Environment& environment);
  Instance& instance(const TypeDefinition& definition, Environment environment, const std::string& path);
  void define(Instance& instance, const std::string& path);
  void define_enum(Instance& instance, CppType& out);
  void define_alias(Instance& instance, CppType& out);
  CppType record(std::string name, const Docs& docs, const std::vector<Field>& fields, const Environment& environment,
                 const Form& form);
  void require_fixed(const std::vector<Laid>& laid, const std::vector<Field>& fields) const;
  std::uint64_t align_max(const TypeDefinition& definition) const;
  bool has_any_bits(const Type& type, std::set<std::string>& structs) const;
  std::string tail(const Type& type, std::set<std::string>& structs);

  const Idl& idl_;
  Scope& scope_;
  std::map<std::string, const TypeDefinition*, std::less<>> definitions_{};
  std::map<std::string, Instance> instances_{};  // by name and arguments
  std::vector<Instance*> waiting_{};
  std::set<std::string> ahead_{};
  std::vector<CppType> list_{};
  unsigned depth_ = 0;
};

}  // namespace grapnel::tool::client
