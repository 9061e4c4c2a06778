#include "program.hpp"

namespace bench::entry {

Result<> ping(Context<Nothing>&) { return ok; }

Result<> say(Context<Nothing>&) {
  log("Instruction: Log");
  return ok;
}

Result<> ten_accounts(Context<Ten>&) { return ok; }

Result<> event(Context<Emit>& ctx, const Emit::Args& args) {
  emit(Moved{ctx.who.key(), args.amount});
  return ok;
}

}  // namespace bench::entry

GRAPNEL_ENTRYPOINT(bench::entry::EntryProgram)
