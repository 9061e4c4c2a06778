// Seeds as they stand in a field's type: apart, and what each of them is.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool {

// "Init<T, Seeds<"a", &S::b>>" → "a" in its quotes, &S::b. Empty without Seeds.
std::vector<std::string> seeds_in(std::string_view type);

enum class SeedKind { Literal, Key, Fixed, Variable };

// `members` gives the types of "Struct::member" and "::member".
SeedKind kind_of_seed(std::string_view seed, const std::map<std::string, std::string>& members);

// Equal for seeds that can have the same bytes.
std::string shape_of_seed(std::string_view seed, SeedKind kind);

// The T that the account holds: "Mut<Account<Vault, …>>" → "Vault"; empty if it holds none.
std::string data_type(std::string_view type);

}  // namespace grapnel::tool
