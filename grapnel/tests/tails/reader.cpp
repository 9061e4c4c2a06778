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

}  // namespace reader

GRAPNEL_ENTRYPOINT(reader::ReaderProgram)
