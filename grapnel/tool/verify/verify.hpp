// A program's hash, as Solana's verified builds define it, and a build that depends on nothing but the source and the
// compiler.
#pragma once

#include <filesystem>
#include <string>

#include "elf/bytes.hpp"
#include "result.hpp"

namespace grapnel::tool {

// SHA-256 of the bytes without the zeros at their end, in hexadecimal: on chain, head-room follows a program.
std::string executable_hash(ByteSpan program);

bool is_hash(std::string_view text);

// Builds the program of that folder (its CMakeLists.txt calls grapnel_program once) from copies of it in two new folders,
// with another user name, home, language and time zone, and without a compiler cache. The error names what differs.
Outcome<Bytes> build_twice(const std::filesystem::path& source, const std::filesystem::path& root);

}  // namespace grapnel::tool
