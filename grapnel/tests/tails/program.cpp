#include "post_program.hpp"

namespace post {

Result<> publish(Context<Publish>& ctx, const Publish::Args& args) {
  ctx.post->author = ctx.author.key();
  return ctx.post[&Post::title].assign(args.title);
}

Result<> publish_small(Context<PublishSmall>& ctx) {
  ctx.post->author = ctx.author.key();
  return ok;
}

Result<> touch(Context<Read>&) { return ok; }

Result<> rename(Context<Edit>& ctx, const Rename& args) { return ctx.post[&Post::title].assign(args.title); }

Result<> add_tag(Context<Edit>& ctx, const AddTag& args) {
  if (!ctx.post[&Post::tags].push(args.tag)) return fail(PostError::TooManyTags);
  return ok;
}

Result<> remove_tag(Context<Edit>& ctx, const RemoveTag& args) { return ctx.post[&Post::tags].erase(args.index); }

Result<> pin(Context<Edit>& ctx, const Pin& args) {
  if (args.number) return ctx.post[&Post::pinned].set(*args.number);
  ctx.post[&Post::pinned].reset();
  return ok;
}

Result<> sign(Context<Edit>& ctx, const Sign& args) {
  return ctx.post[&Post::signature].assign(args.signature.data, args.signature.size);
}

Result<Described> describe(Context<Read>& ctx) {
  const Described all{ctx.post->likes, ctx.post[&Post::title], ctx.post[&Post::tags], ctx.post[&Post::pinned]};
  GRAPNEL_TRY(emit(all));
  return all;
}

Result<String<4>> short_title(Context<Read>& ctx) { return String<4>{ctx.post[&Post::title].text()}; }

Result<> emit_short_title(Context<Read>& ctx) { return emit(ShortTitle{ctx.post[&Post::title].text()}); }

Result<> announce(Context<Announce>& ctx) {
  return emit_cpi(ctx,
                  Described{ctx.post->likes, ctx.post[&Post::title], ctx.post[&Post::tags], ctx.post[&Post::pinned]});
}

Result<> announce_short_title(Context<Announce>& ctx) {
  return emit_cpi(ctx, ShortTitle{ctx.post[&Post::title].text()});
}

Result<> resize(Context<Resize>&, const Resize::Args&) { return ok; }

Result<Option<Pubkey>> first_tag(Context<Read>& ctx) {
  const Vec<Pubkey, 4> tags = ctx.post[&Post::tags];
  if (tags.size == 0) return Option<Pubkey>{};
  return Option<Pubkey>{tags[0]};
}

}  // namespace post

GRAPNEL_ENTRYPOINT(post::PostProgram)
