// C++ names for an IDL's: every name that reaches the header is an identifier, no keyword, and the only one of its scope.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace grapnel::tool::client {

// The identifier nearest to an IDL's name: "r#type" → "type_", "module::Name" → "module_Name", "1st-item" → "_1st_item".
std::string identifier(std::string_view name);

// "MAX_SEED" → "MaxSeed", "maxSeed" → "MaxSeed"; for constants and for names made of several.
std::string pascal(std::string_view name);

// "createAgent" → "create_agent".
std::string snake(std::string_view name);

// The names of one scope. Each that is taken already gets underscores behind it until it is new.
class Scope {
 public:
  Scope() = default;
  Scope(std::initializer_list<std::string_view> taken) { taken_.insert(taken.begin(), taken.end()); }

  std::string take(std::string name);
  void reserve(std::string name) { taken_.insert(std::move(name)); }

 private:
  std::set<std::string, std::less<>> taken_;
};

}  // namespace grapnel::tool::client
