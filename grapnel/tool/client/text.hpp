// Pieces of C++ source: literals, comments and lists that keep to 120 columns whatever the IDL's text holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/model.hpp"

namespace grapnel::tool::client {

inline constexpr std::size_t kColumns = 120;

// A string literal of these bytes.
std::string quote(std::string_view bytes);

// "1, 2, 3"
std::string numbers(const Bytes& bytes);

// Comment lines, broken between words; nothing for no docs. Text can't end the comment or join it with the next line.
std::string comment(const Docs& docs, std::string_view indent);
// One comment line's text behind code: cleaned as above, without a line's end.
std::string clean(std::string_view text);

// `head` item, item, … `tail`, in one line if it fits, else broken between items and aligned behind `head`.
std::string list(std::string_view head, const std::vector<std::string>& items, std::string_view tail);

}  // namespace grapnel::tool::client
