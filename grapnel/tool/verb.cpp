#include "verb.hpp"

#include <fmt/format.h>

#include <functional>
#include <string>

namespace grapnel::tool {

void finish(const Outcome<void>& done) {
  if (done) return;
  std::fflush(stdout);
  fmt::print(stderr, "grapnel: {}\n", done.error());
  throw CLI::RuntimeError(1);
}

void add_output_option(CLI::App& verb, bool& json) {
  const std::function<void(const std::string&)> choose = [&json](const std::string& format) {
    json = format == "json";
  };
  verb.add_option_function("--output", choose, "text, or json: one document on standard output")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace grapnel::tool
