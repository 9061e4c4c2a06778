// How expected failure looks everywhere in the host code. Sits at the bottom; each domain adds its own enum of codes.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace zestron {

/// A failure of one domain: a stable code for programs and one clear line for people (what is wrong and what to do).
template <class Code>
struct Failure {
  Code code{};
  std::string message;
};

template <class T, class Code>
using Outcome = std::expected<T, Failure<Code>>;

/// `return fail(Code::x, "…")` from any function that returns Outcome<T, Code>.
template <class Code>
[[nodiscard]] std::unexpected<Failure<Code>> fail(Code code, std::string message) {
  return std::unexpected(Failure<Code>{code, std::move(message)});
}

}  // namespace zestron
