// An account as the native runtime keeps it. Host only.
#pragma once

#include <grapnel/lamports.hpp>
#include <grapnel/pubkey.hpp>

#include <vector>

namespace grapnel::native {

struct Account {
  Lamports lamports;
  std::vector<u8> data;
  Pubkey owner;  // default: System
  bool executable = false;

  friend bool operator==(const Account&, const Account&) = default;
};

}  // namespace grapnel::native
