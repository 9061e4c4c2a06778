// The key pair of a new program, in a file as the Solana CLI keeps it: a JSON array of 64 numbers, secret then public key.
#pragma once

#include <filesystem>
#include <string>

#include "result.hpp"

namespace grapnel::tool {

// Writes a fresh pair to `path`, which must not exist, readable by its owner alone. The public key in base 58.
Outcome<std::string> make_program_key(const std::filesystem::path& path);

}  // namespace grapnel::tool
