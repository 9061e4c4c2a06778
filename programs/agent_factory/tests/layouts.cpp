#include "layouts.hpp"

#include <fmt/format.h>
#include <agent_factory/agent_factory.hpp>

#include <string_view>

namespace agent_factory::test {

namespace {

std::string_view view(Text text) { return {text.data, text.size}; }

// What mainnet asks of an account of `size` bytes for good: solana-rent's default, two years at 3,480 a byte and year.
std::string rent(usize size) {
  const u64 lamports = (size + 128) * 6'960;
  return fmt::format("{} bytes, rent {} lamports = {}.{:09} SOL", size, lamports, lamports / 1'000'000'000,
                     lamports % 1'000'000'000);
}

template <class T>
std::string describe() {
  std::string out = fmt::format("{}: {}\n  {:>5} {:>5}  {}\n", view(detail::kTypeName<T>), rent(8 + sizeof(T)), 0, 8,
                                "discriminator");
  usize offset = 8;
  detail::with_indices<detail::kFieldCount<T>>([&]<usize... I>() {
    ((out +=
      fmt::format("  {:>5} {:>5}  {}\n", offset, sizeof(detail::FieldType<T, I>), view(detail::kFieldName<T, I>)),
      offset += sizeof(detail::FieldType<T, I>)),
     ...);
  });
  return out;
}

}  // namespace

std::string describe_layouts() {
  return describe<AgentState>() + "\n" + describe<Wallet>() + "\n" + describe<License>() + "\n" +
         describe<ContextRoots>() + "\nPurse: " + rent(0) + "\n";
}

}  // namespace agent_factory::test
