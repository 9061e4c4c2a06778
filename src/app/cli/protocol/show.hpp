// Reading verbs: any account of a program, found and decoded by its type, and lists of them.
#pragma once

#include "app/cli/protocol/chain_view.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

namespace zestron::cli {

/// What other accounts say of the one that is shown.
struct Fact {
  std::string name;
  std::string value;  ///< for JSON
  std::string text;   ///< for people
};

/// What a short word stands for: `stake show KEY` is the record of the staker KEY.
struct Subject {
  std::string type;  ///< of the account that is shown
  std::string name;  ///< of the seed that the word is: an account's, or a number's
  std::function<std::expected<std::vector<Fact>, std::string>(ChainView&, const Pubkey&)> more{};  ///< of that type
};

/// Adds `show` and `accounts`. `show WORD` takes an account of the program, or what `subject` derives one from.
void add_reading_verbs(CLI::App& group, Options& options, std::function<int()>& run, const std::string& program,
                       const Subject& subject);

}  // namespace zestron::cli
