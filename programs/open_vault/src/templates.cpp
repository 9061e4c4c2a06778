#include "templates.hpp"

namespace open_vault {
namespace {

// ASCII is valid UTF-8, which clients that decode the account as Borsh insist on.
bool store_uri(Template& of, const String<kUriMax>& uri) {
  u8 bits = 0;
  for (u32 at = 0; at < uri.size; ++at) bits |= static_cast<u8>(uri.data[at]);
  of.uri.used = uri.size;
  sol_memcpy_(of.uri.chars.items, uri.data, uri.size);
  return uri.size != 0 && bits < 0x80;
}

}  // namespace

Result<> fill(Template& of, const Origin& origin, const TemplateArgs& args) {
  if (equal(args.hash, kNoHash)) return fail(VaultError::HashMissing);
  if (args.staked == 0 || args.lock_left_s < 0) return fail(VaultError::TierInvalid);
  if (!store_uri(of, args.uri)) return fail(VaultError::UriInvalid);
  of.version = kLayoutVersion;
  of.bump = origin.bump;
  of.publisher = origin.publisher;
  of.rent_payer = origin.publisher;
  of.previous = origin.previous;
  of.number = args.number;
  of.edition = origin.edition;
  of.created_slot = Clock::get().slot;
  of.hash = args.hash;
  of.staked = args.staked;
  of.lock_left_s = args.lock_left_s;
  emit(TemplatePublished{origin.key, of.publisher, of.previous, of.edition, of.hash, of.staked, of.lock_left_s});
  return ok;
}

}  // namespace open_vault
