// Colliding seeds: "ab", "c" and "a", "bc" are one address.
#pragma once

#include <bugs.hpp>

namespace bugs {

struct Team {
  Pubkey lead;
};
struct Page {
  u64 version;
};
struct PageName {
  String<16> team;
  String<16> name;
};

struct CollidingSeedsSafe {
  using Args = PageName;
  Account<Team, Seeds<"team", &PageName::team>, HasOne<&Team::lead>> team;
  Mut<Account<Page, Seeds<"page by key", &CollidingSeedsSafe::team, &PageName::name>>> page;
  Signer lead;
};
inline Result<> colliding_seeds_safe(Context<CollidingSeedsSafe>& ctx, const PageName&) {
  ctx.page->version = 666;
  return ok;
}

struct CollidingSeedsBug {
  using Args = PageName;
  Account<Team, Seeds<"team", &PageName::team>, HasOne<&Team::lead>> team;
  Mut<Account<Page, Seeds<"page", &PageName::team, &PageName::name>>> page;  // finds: seed-collision
  Signer lead;
};
inline Result<> colliding_seeds_bug(Context<CollidingSeedsBug>& ctx, const PageName&) {
  ctx.page->version = 666;
  return ok;
}

}  // namespace bugs
