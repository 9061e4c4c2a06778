// What the tool's functions return: a value, or the lines to show the user.
#pragma once

#include <expected>
#include <string>

namespace grapnel::tool {

template <class T>
using Outcome = std::expected<T, std::string>;

inline std::unexpected<std::string> failure(std::string text) { return std::unexpected(std::move(text)); }

}  // namespace grapnel::tool
