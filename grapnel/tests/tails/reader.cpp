#include "reader.hpp"

namespace reader {
namespace {

template <auto Handler>
Result<> call(Context<Ask>& ctx) {
  const u64 selector = kInstructionDiscriminator<Handler>;
  return invoke(post::kProgramId, Array<CpiAccount, 1>{CpiAccount::readonly(ctx.post)}, {&selector, sizeof selector});
}

}  // namespace

Result<u64> ask_tags(Context<Ask>& ctx) {
  GRAPNEL_TRY(call<post::describe>(ctx));
  ReturnBuffer<post::Described> buffer;
  const post::Described described = GRAPNEL_TRY(get_return(post::kProgramId, buffer));
  sol_log_(described.title.data, described.title.size);
  return u64{described.tags.size};
}

Result<u64> ask_somebody_else(Context<Ask>& ctx) {
  GRAPNEL_TRY(call<post::describe>(ctx));
  ReturnBuffer<post::Described> buffer;
  const post::Described described = GRAPNEL_TRY(get_return(kProgramId, buffer));
  return u64{described.tags.size};
}

Result<u64> ask_silence(Context<Ask>& ctx) {
  GRAPNEL_TRY(call<post::touch>(ctx));
  return get_return<u64>(post::kProgramId);
}

Result<u64> ask_another_type(Context<Ask>& ctx) {
  GRAPNEL_TRY(call<post::describe>(ctx));
  return get_return<u64>(post::kProgramId);
}

Result<Option<Pubkey>> ask_first_tag(Context<Ask>& ctx) {
  GRAPNEL_TRY(call<post::first_tag>(ctx));
  return get_return<Option<Pubkey>>(post::kProgramId);
}

Result<Seen> look(Context<Look>& ctx) {
  using post_client::PostInPlace;
  const auto title = GRAPNEL_TRY(ctx.post[&PostInPlace::title]);
  const auto pinned = GRAPNEL_TRY(ctx.post[&PostInPlace::pinned]);
  const auto signature = GRAPNEL_TRY(ctx.post[&PostInPlace::signature]);
  return Seen{ctx.post->author, ctx.post->likes, title.text(), pinned, signature.size};
}

Result<Array<u64, 2>> add_and_look(Context<AddAndLook>& ctx, const AddAndLook::Args& args) {
  using post_client::PostInPlace;
  const u64 before = GRAPNEL_TRY(ctx.post[&PostInPlace::tags]).size;
  GRAPNEL_TRY(post_client::add_tag::call({.author = ctx.author, .post = ctx.post}, {.tag = args.tag}));
  const u64 after = GRAPNEL_TRY(ctx.post[&PostInPlace::tags]).size;
  return Array<u64, 2>{{before, after}};
}

}  // namespace reader

GRAPNEL_ENTRYPOINT(reader::ReaderProgram)
