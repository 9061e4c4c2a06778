// What an exchange costs, in whole micro-USD, rounded up: many small exchanges never cost more than the sum says.
#pragma once

#include "ports/model.hpp"

namespace zestron::llm {

/// Per million tokens; each at most 10^9 micro-USD (a thousand dollars).
struct Prices {
  ports::MicroUsd prompt, completion;
};

/// For at most 2^32 tokens each, so the product of the two stays under 2^63.
constexpr ports::MicroUsd cost(const Prices& prices, std::uint64_t prompt_tokens, std::uint64_t completion_tokens) {
  const auto part = [](std::uint64_t tokens, ports::MicroUsd price) {
    return (tokens * price.value() + 999'999) / 1'000'000;
  };
  return ports::MicroUsd(part(prompt_tokens, prices.prompt) + part(completion_tokens, prices.completion));
}

static_assert(cost({ports::MicroUsd(3'000'000), ports::MicroUsd(15'000'000)}, 1'000, 100).value() == 4'500);
static_assert(cost({ports::MicroUsd(1), ports::MicroUsd(0)}, 1, 1).value() == 1);

}  // namespace zestron::llm
