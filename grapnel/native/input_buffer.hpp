// The input of one program call: accounts serialized as the loader does, and read back with the runtime's rules.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace grapnel::native {

// A transaction's accounts while it runs.
using Ledger = std::map<Pubkey, Account>;

class InputBuffer {
 public:
  InputBuffer(const Ledger& ledger, const Pubkey& program, std::span<const client::Meta> metas,
              std::span<const u8> data);

  u8* input() { return reinterpret_cast<u8*>(memory_.get()); }
  const u8* instruction_data() { return input() + data_offset_; }

  struct Slot {
    Pubkey key;
    bool is_signer;
    bool is_writable;
    RawAccount* raw;  // duplicates share the first one's
    usize original_size;
  };
  // One per distinct account.
  std::span<const Slot> slots() const { return slots_; }
  const Slot* find(const Pubkey& key) const;

  // What the program did to one account, into the ledger; throws InstructionError if it wasn't allowed.
  void store_account(const Slot& slot, Ledger& ledger) const;
  // After a call of another program: what that one did, into the buffer.
  void load_account(const Slot& slot, const Ledger& ledger) const;

  const Pubkey& program() const { return program_; }

 private:
  Pubkey program_;
  std::unique_ptr<u64[]> memory_;  // u64: aligned as the runtime aligns it
  usize data_offset_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace grapnel::native
