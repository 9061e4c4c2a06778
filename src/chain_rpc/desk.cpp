#include "chain_rpc/desk.hpp"

#include <utility>

namespace zestron::chain_rpc {

using Clock = std::chrono::steady_clock;

Desk::Desk(DeskOptions options)
    : slow_call_(options.slow_call), log_(std::move(options.log)), rate_(options.calls_per_second) {}

bool Desk::admit(std::string_view client) {
  if (rate_.admit(client)) return true;
  meter.over_rate.add();
  return false;
}

Reply Desk::run(std::string_view method, std::string_view client, const std::function<Reply()>& call) {
  const auto began = Clock::now();
  Reply reply = call();
  const auto took = Clock::now() - began;
  meter.called(meter.method(method), !reply, took);
  if (slow_call_.count() > 0 && took >= slow_call_) {
    meter.slow.add();
    log_.write(log::Level::kWarning, "slow call",
               {{"method", method},
                {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()},
                {"client", client},
                {"bytes", static_cast<std::int64_t>(reply ? reply->size() : 0)}});
  }
  return reply;
}

RpcError over_rate() { return {kTooManyRequests, "Too many requests from this address; make fewer calls a second"}; }

}  // namespace zestron::chain_rpc
