// A program that edits posts: one instruction for each thing that can be done with a tail.
#pragma once

#include "post.hpp"

namespace post {

enum class PostError : u32 { TooManyTags = 6000 };
constexpr Text message(PostError) { return "A post has four tags at most"; }

struct Publish {
  struct Args {
    String<40> title;
  };
  Mut<Signer> author;
  Init<Post, Payer<&Publish::author>, Seeds<"post", &Publish::author>> post;
  Program<System> system_program;
};
Result<> publish(Context<Publish>& ctx, const Publish::Args& args);

// With room for 8 bytes of tails beside their lengths.
struct PublishSmall {
  Mut<Signer> author;
  Init<Post, Payer<&PublishSmall::author>, Seeds<"post", &PublishSmall::author>,
       Space<AccountFormat<Post>::kSizeMin + 8>>
      post;
  Program<System> system_program;
};
Result<> publish_small(Context<PublishSmall>& ctx);

struct Read {
  Account<Post> post;
};
// Nothing but what is checked before a handler runs.
Result<> touch(Context<Read>& ctx);

struct Edit {
  Signer author;
  Mut<Account<Post, HasOne<&Post::author>>> post;
};
struct Rename {
  String<40> title;
};
Result<> rename(Context<Edit>& ctx, const Rename& args);
struct AddTag {
  Pubkey tag;
};
Result<> add_tag(Context<Edit>& ctx, const AddTag& args);
struct RemoveTag {
  u64 index;
};
Result<> remove_tag(Context<Edit>& ctx, const RemoveTag& args);
struct Pin {
  Option<u64> number;
};
Result<> pin(Context<Edit>& ctx, const Pin& args);
struct Sign {
  ByteView<20> signature;
};
Result<> sign(Context<Edit>& ctx, const Sign& args);

// What a post holds, as an event and as return data.
struct Described {
  u64 likes;
  String<32> title;
  Vec<Pubkey, 4> tags;
  Option<u64> pinned;
};
Result<Described> describe(Context<Read>& ctx);
// Fails if the title is longer than that.
Result<String<4>> short_title(Context<Read>& ctx);
// Fails likewise, with an event.
struct ShortTitle {
  String<4> title;
};
Result<> emit_short_title(Context<Read>& ctx);
// The same by a call of the program to itself.
struct Announce {
  Account<Post> post;
  EventAuthority event_authority;
  Self program;
};
Result<> announce(Context<Announce>& ctx);
Result<> announce_short_title(Context<Announce>& ctx);

struct Resize {
  struct Args {
    u64 size;
  };
  Mut<Account<Post>, Realloc<&Args::size, Payer<"payer">>> post;
  Mut<Signer> payer;
  Program<System> system_program;
};
Result<> resize(Context<Resize>& ctx, const Resize::Args& args);
Result<Option<Pubkey>> first_tag(Context<Read>& ctx);

struct PostProgram
    : Module<"post", kProgramId, publish, publish_small, touch, rename, add_tag, remove_tag, pin, sign, describe,
             short_title, emit_short_title, announce, announce_short_title, resize, first_tag> {
  using Errors = PostError;
  using Events = List<Described, ShortTitle>;
};

}  // namespace post
