// An Anchor IDL of spec 0.1.0 as C++ values: what read.hpp makes of the JSON, before names are looked up. Each thing that
// can be wrong later carries its JSON path.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace grapnel::tool::client {

using Bytes = std::vector<std::uint8_t>;
using Docs = std::vector<std::string>;

// A number, or the name of a const generic.
using ArrayLength = std::variant<std::uint64_t, std::string>;

struct Type {
  enum class Kind { Primitive, Option, COption, Vec, Array, Defined, Generic };
  // A type (one element), or the text of a const.
  struct Argument {
    std::vector<Type> type;
    std::string value;
  };
  Kind kind = Kind::Primitive;
  std::string name{};                     // Primitive, Defined, Generic
  std::vector<Type> element{};            // one, of Option, COption, Vec, Array
  ArrayLength length = std::uint64_t{0};  // Array
  std::vector<Argument> arguments{};      // Defined
  std::string path{};
};

struct Field {
  std::string name{};  // "_0" and on in tuples
  Docs docs{};
  Type type{};
};

struct Variant {
  std::string name{};
  std::vector<Field> fields{};
};

struct Generic {
  std::string name{};
  bool is_const = false;
};

enum class Serialization { Borsh, Bytemuck, Custom };

struct TypeDefinition {
  enum class Kind { Struct, Enum, Alias };
  std::string name{};
  std::string path{};
  Docs docs{};
  Serialization serialization = Serialization::Borsh;
  bool packed = false;        // repr
  std::uint64_t aligned = 1;  // repr
  std::vector<Generic> generics{};
  Kind kind = Kind::Struct;
  std::vector<Field> fields{};      // Struct
  std::vector<Variant> variants{};  // Enum
  Type alias{};                     // Alias
};

struct Seed {
  enum class Kind { Const, Argument, Account };
  Kind kind = Kind::Const;
  Bytes value{};          // Const
  std::string path{};     // Argument, Account: names with dots between
  std::string account{};  // Account: the type of its data, if the path goes into it
};

struct Pda {
  std::vector<Seed> seeds{};
  std::optional<Seed> program{};
};

struct Account {
  std::string name{};
  std::string path{};
  Docs docs{};
  bool is_writable = false;
  bool is_signer = false;
  bool is_optional = false;
  std::optional<std::string> address{};  // base58 of 32 bytes
  std::optional<Pda> pda{};
  std::vector<std::string> relations{};
  std::optional<std::vector<Account>> members{};  // of a composite
};

struct Instruction {
  std::string name{};
  std::string path{};
  Docs docs{};
  Bytes discriminator{};
  std::vector<Account> accounts{};
  std::vector<Field> args{};
  std::optional<Type> returns{};
};

// An account or event: its type is the one of the same name.
struct Tagged {
  std::string name{};
  std::string path{};
  Bytes discriminator{};
};

struct ErrorCode {
  std::string name{};
  std::uint32_t code = 0;
  std::optional<std::string> message{};
};

struct Constant {
  std::string name{};
  Docs docs{};
  Type type{};
  std::string value{};
};

struct Idl {
  std::string address{};
  std::string name{};
  std::string version{};
  std::string description{};
  Docs docs{};
  std::vector<Instruction> instructions{};
  std::vector<Tagged> accounts{};
  std::vector<Tagged> events{};
  std::vector<ErrorCode> errors{};
  std::vector<TypeDefinition> types{};
  std::vector<Constant> constants{};
};

}  // namespace grapnel::tool::client
