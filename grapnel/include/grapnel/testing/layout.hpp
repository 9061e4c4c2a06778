// The layouts of account types as text: every field with offset and size, and what the account's rent is. A README shows it,
// and a test holds the README to it: `EXPECT_EQ(missing_layouts<AgentState, Wallet>(README), "")`. Host only.
#pragma once

#include <grapnel/grapnel.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace grapnel::testing {

// What mainnet asks of an account of `size` bytes for good: solana-rent's default, two years at 3,480 a byte and year.
inline std::string describe_rent(u64 size) {
  const u64 lamports = (size + 128) * 6'960;
  return fmt::format("{} bytes, rent {} lamports = {}.{:09} SOL", size, lamports, lamports / 1'000'000'000,
                     lamports % 1'000'000'000);
}

// One line for the account, one for each field, with offsets from the discriminator on. A Tail stands at its least offset with
// its largest size, and the rent is that of the largest account.
template <class T>
std::string describe_layout() {
  const auto view = [](Text text) { return std::string_view{text.data, text.size}; };
  std::string fields;
  usize offset = 0, most = 0;
  const auto line = [&](usize size, bool at_most, std::string_view name) {
    fields += fmt::format("  {:>5} {:>5}  {}{}\n", offset, size, name, at_most ? ", at most" : "");
    most += size;
  };
  line(8, false, "discriminator");
  offset = 8;
  grapnel::detail::with_indices<grapnel::detail::kHeadCount<T>>([&]<usize... I>() {
    ((line(sizeof(grapnel::detail::FieldType<T, I>), false, view(grapnel::detail::kFieldName<T, I>)),
      offset += sizeof(grapnel::detail::FieldType<T, I>)),
     ...);
  });
  grapnel::detail::with_indices<grapnel::detail::kTailCount<T>>([&]<usize... I>() {
    ((line(grapnel::detail::TailShapeAt<T, I>::kSizeMax, true,
           view(grapnel::detail::kFieldName<T, grapnel::detail::kHeadCount<T> + I>)),
      offset += grapnel::detail::TailShapeAt<T, I>::kSizeMin),
     ...);
  });
  return fmt::format("{}: {}\n", view(grapnel::detail::kTypeName<T>), describe_rent(most)) + fields;
}

// Those of the layouts that the text file lacks, as they should stand there.
template <class... T>
std::string missing_layouts(const char* readme) {
  std::ifstream file(readme);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::string missing;
  const auto look = [&](const std::string& layout) {
    if (text.find(layout) == std::string::npos) missing += layout + '\n';
  };
  (look(describe_layout<T>()), ...);
  return missing;
}

}  // namespace grapnel::testing
