#include "input_buffer.hpp"

#include <algorithm>
#include <cstring>

#include "errors.hpp"

namespace grapnel::native {
namespace {

usize padded(usize size) { return (size + 7) / 8 * 8; }

const Account& account_in(const Ledger& ledger, const Pubkey& key) {
  static const Account kNone;
  const auto found = ledger.find(key);
  return found == ledger.end() ? kNone : found->second;
}

// The index of the first occurrence of that account among the metas.
usize first_index(std::span<const client::Meta> metas, usize index) {
  usize first = 0;
  while (!(metas[first].key == metas[index].key)) ++first;
  return first;
}

usize account_size(const Account& account) {
  return sizeof(RawAccount) + padded(account.data.size()) + grapnel::detail::kGrowthMax + sizeof(u64);
}

}  // namespace

InputBuffer::InputBuffer(const Ledger& ledger, const Pubkey& program, std::span<const client::Meta> metas,
                         std::span<const u8> data)
    : program_(program) {
  usize size = sizeof(u64);
  for (usize i = 0; i < metas.size(); ++i) {
    size += first_index(metas, i) == i ? account_size(account_in(ledger, metas[i].key)) : sizeof(u64);
  }
  data_offset_ = size + sizeof(u64);
  const usize total = data_offset_ + data.size() + sizeof(Pubkey);
  memory_ = std::make_unique<u64[]>(padded(total) / 8);  // zeroed

  u8* at = input();
  store<u64>(at, metas.size());
  at += sizeof(u64);
  for (usize i = 0; i < metas.size(); ++i) {
    const usize first = first_index(metas, i);
    if (first != i) {
      *at = static_cast<u8>(first);
      at += sizeof(u64);
      continue;
    }
    const Account& account = account_in(ledger, metas[i].key);
    // The runtime gives all occurrences of an account the sum of their rights.
    Slot slot{metas[i].key, false, false, reinterpret_cast<RawAccount*>(at), account.data.size()};
    for (const client::Meta& meta : metas) {
      if (!(meta.key == slot.key)) continue;
      slot.is_signer |= meta.is_signer;
      slot.is_writable |= meta.is_writable;
    }
    *slot.raw = RawAccount{grapnel::detail::kNotDuplicate,
                           slot.is_signer,
                           slot.is_writable,
                           account.executable,
                           0,
                           slot.key,
                           account.owner,
                           account.lamports.value(),
                           account.data.size()};
    if (!account.data.empty()) std::memcpy(slot.raw->data(), account.data.data(), account.data.size());
    at += account_size(account);
    store<u64>(at - sizeof(u64), ~u64{0});  // rent epoch
    slots_.push_back(slot);
  }
  store<u64>(at, data.size());
  at += sizeof(u64);
  if (!data.empty()) std::memcpy(at, data.data(), data.size());
  std::memcpy(at + data.size(), program.words, sizeof(Pubkey));
}

const InputBuffer::Slot* InputBuffer::find(const Pubkey& key) const {
  const auto found = std::ranges::find(slots_, key, &Slot::key);
  return found == slots_.end() ? nullptr : &*found;
}

// The order and the rules of agave's deserialize_parameters and BorrowedInstructionAccount's setters: lamports, data,
// and the owner last, so that a program may give an account away that it has just emptied.
void InputBuffer::store_account(const Slot& slot, Ledger& ledger) const {
  Account& account = ledger[slot.key];
  const RawAccount& raw = *slot.raw;
  const bool owned = account.owner == program_;
  if (raw.lamports != account.lamports.value()) {
    if (!owned && raw.lamports < account.lamports.value()) {
      throw error_of_text("instruction spent from the balance of an account it does not own");
    }
    if (!slot.is_writable) throw error_of_text("instruction changed the balance of a read-only account");
    account.lamports = Lamports{raw.lamports};
  }
  const bool resized = raw.size != account.data.size();
  if (raw.size > slot.original_size + grapnel::detail::kGrowthMax)
    throw error_of_text("Failed to reallocate account data");
  if (resized || !std::equal(account.data.begin(), account.data.end(), raw.data())) {
    if (!slot.is_writable) throw error_of_text("instruction modified data of a read-only account");
    if (!owned) {
      throw error_of_text(resized ? "instruction changed account's data size"
                                  : "instruction modified data of an account it does not own");
    }
    account.data.assign(raw.data(), raw.data() + raw.size);
  }
  if (!(raw.owner == account.owner)) {
    const bool zeroed = std::ranges::all_of(account.data, [](u8 byte) { return byte == 0; });
    if (!owned || !slot.is_writable || !zeroed)
      throw error_of_text("instruction illegally modified the program id of an account");
    account.owner = raw.owner;
  }
}

void InputBuffer::load_account(const Slot& slot, const Ledger& ledger) const {
  const Account& account = account_in(ledger, slot.key);
  RawAccount& raw = *slot.raw;
  if (account.data.size() > slot.original_size + grapnel::detail::kGrowthMax)
    throw error_of_text("Failed to reallocate account data");
  raw.lamports = account.lamports.value();
  raw.owner = account.owner;
  const usize before = raw.size;
  raw.size = account.data.size();
  if (!account.data.empty()) std::memcpy(raw.data(), account.data.data(), account.data.size());
  if (before > raw.size) std::memset(raw.data() + raw.size, 0, before - raw.size);
}

}  // namespace grapnel::native
