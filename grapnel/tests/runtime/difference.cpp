#include "difference.hpp"

#include <grapnel/testing/print.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace grapnel::testing {

std::string difference(const native::Outcome& real, const native::Outcome& native) {
  const auto logs = [&] {
    return fmt::format("\n  real\n    {}\n  native\n    {}", fmt::join(real.logs, "\n    "),
                       fmt::join(native.logs, "\n    "));
  };
  if (real.code != native.code || real.error != native.error)
    return fmt::format("results differ: real \"{}\" ({:#x}), native \"{}\" ({:#x}){}", real.error, real.code,
                       native.error, native.code, logs());
  if (real.logs != native.logs) return "logs differ:" + logs();
  if (real.events != native.events) return "events differ";
  if (real.ok() && real.calls != native.calls) return "calls of other programs differ";
  if (real.ok() && real.return_data != native.return_data)
    return fmt::format("return data differ: real {}, native {}", hex(real.return_data), hex(native.return_data));
  return {};
}

std::string difference(const Pubkey& key, const native::Account& real, const native::Account& native) {
  const bool is_program = native.executable || (real.executable && native == native::Account{});
  if (is_program || real == native) return {};
  return fmt::format("accounts differ: {}\n  real   {} lamports, owner {}, {}\n  native {} lamports, owner {}, {}",
                     to_base58(key), real.lamports.value(), to_base58(real.owner), hex(real.data),
                     native.lamports.value(), to_base58(native.owner), hex(native.data));
}

}  // namespace grapnel::testing
