#include "chain_rpc/meter.hpp"

#include "chain_rpc/methods/table.hpp"

#include <algorithm>

namespace zestron::chain_rpc {

Meter::Meter() : names_(methods::names()), methods_(std::make_unique<Method[]>(names_.size() + 1)) {}

Meter::Method& Meter::method(std::string_view name) {
  const auto at = std::ranges::lower_bound(names_, name);
  const bool known = at != names_.end() && *at == name;
  return methods_[known ? static_cast<std::size_t>(at - names_.begin()) : names_.size()];
}

void Meter::called(Method& method, bool failed, std::chrono::nanoseconds took) {
  method.calls.add();
  if (failed) method.failed.add();
  method.nanoseconds.add(static_cast<std::uint64_t>(took.count()));
  time_.observe(took);
}

void Meter::write(metrics::Page& page) const {
  const auto each = [&](const auto& sample) {
    for (std::size_t i = 0; i <= names_.size(); ++i) {
      if (methods_[i].calls.value() > 0) sample(i < names_.size() ? names_[i] : "unknown", methods_[i]);
    }
  };
  page.counter("zestron_rpc_calls_total", "JSON-RPC calls, by method.");
  each([&](std::string_view name, const Method& method) { page.sample({{"method", name}}, method.calls.value()); });
  page.counter("zestron_rpc_failed_total", "JSON-RPC calls that were answered with an error.");
  each([&](std::string_view name, const Method& method) { page.sample({{"method", name}}, method.failed.value()); });
  page.counter("zestron_rpc_seconds_total", "Time that calls took on a worker.");
  each([&](std::string_view name, const Method& method) {
    page.sample({{"method", name}}, static_cast<double>(method.nanoseconds.value()) / 1e9);
  });
  page.histogram("zestron_rpc_call_seconds", "Time that a call takes on a worker.", time_);
  page.counter("zestron_rpc_refused_total", "Requests and calls that were refused unread.");
  page.sample({{"reason", "queue_full"}}, queue_full.value());
  page.sample({{"reason", "over_rate"}}, over_rate.value());
  page.counter("zestron_rpc_slow_total", "Calls slower than --slow-call-ms.");
  page.sample({}, slow.value());
}

}  // namespace zestron::chain_rpc
