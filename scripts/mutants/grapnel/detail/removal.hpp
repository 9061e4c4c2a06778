// Stands in for grapnel/detail/removal.hpp in the builds of scripts/mutants.py: a check is left out if the environment's MUTANT
// names it. With MUTANTS set, the names of all go to that file when the process ends.
#pragma once

#include <grapnel/meta.hpp>
#include <grapnel/reflect.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

namespace mutants {

class Checks {
 public:
  static Checks& all() {
    static Checks checks;
    return checks;
  }
  // Whether it is the chosen one.
  bool add(const std::string& name) {
    names_.insert(name);
    return name == chosen_;
  }
  ~Checks() {
    if (const char* file = std::getenv("MUTANTS")) {
      std::ofstream out(file);
      for (const std::string& name : names_) out << name << '\n';
    }
  }

 private:
  Checks() = default;
  std::set<std::string> names_;
  std::string chosen_ = std::getenv("MUTANT") ? std::getenv("MUTANT") : "";
};

template <class Check, class Accounts>
constexpr std::string_view types() {
  return __PRETTY_FUNCTION__;
}

}  // namespace mutants

namespace grapnel {
struct Duplicate;
}  // namespace grapnel

namespace grapnel::detail {

namespace checks {
struct Signature;
struct Writable;
struct Once;
struct Kind;
struct New;
}  // namespace checks

inline constexpr bool kAllChecksAreMade = false;

// Added before main(), so that the list is whole without a test.
template <class Check, class Accounts, auto Index>
inline const bool kRemoved = mutants::Checks::all().add(
    "type " + std::string(kFieldName<Accounts, Index>.data, kFieldName<Accounts, Index>.size) + " " +
    std::string(mutants::types<Check, Accounts>()));

template <class Check, class Accounts, auto Index>
[[gnu::always_inline]] inline bool is_made() {
  using Field = FieldType<Accounts, Index>;
  if constexpr (!kSame<Check, checks::Once>) {
    return !kRemoved<Check, Accounts, Index>;
  } else if constexpr (Field::kWritable && !kContains<Duplicate, typename Field::Constraints>) {
    return !kRemoved<Check, Accounts, Index>;
  } else {
    return true;  // what isn't written may stand anywhere: there is no such check
  }
}

}  // namespace grapnel::detail
