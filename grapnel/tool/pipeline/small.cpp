#include "pipeline/small.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace grapnel::tool {
namespace {

using CallGraph = std::map<std::string_view, std::vector<std::string_view>>;

// What stands between apostrophes behind `marker`, or nothing if the line has no such text.
std::string_view quoted(std::string_view line, std::string_view marker) {
  const std::size_t at = line.find(marker);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + marker.size());
  return rest.substr(0, rest.find('\''));
}

CallGraph read(std::string_view text) {
  CallGraph calls;
  std::string_view caller;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with("Call graph node")) {
      caller = quoted(line, "for function: '");
    } else if (const auto callee = quoted(line, "calls function '"); !callee.empty() && !caller.empty()) {
      calls[caller].push_back(callee);
    }
  }
  return calls;
}

// Both in mangled names.
bool is_shared(std::string_view function) { return function.starts_with("_ZN7grapnel6detail6shared"); }
bool is_small_entry(std::string_view function) { return function.find("9run_small") != std::string_view::npos; }

std::set<std::string_view> reach(const CallGraph& calls, std::vector<std::string_view> from, bool into_small) {
  std::set<std::string_view> reached;
  while (!from.empty()) {
    const std::string_view function = from.back();
    from.pop_back();
    if (!into_small && is_small_entry(function)) continue;
    if (!reached.insert(function).second) continue;
    if (const auto found = calls.find(function); found != calls.end())
      from.insert(from.end(), found->second.begin(), found->second.end());
  }
  return reached;
}

}  // namespace

SmallCode small_code(std::string_view call_graph) {
  const CallGraph calls = read(call_graph);
  std::vector<std::string_view> entries;
  for (const auto& [caller, callees] : calls) {
    if (is_small_entry(caller)) entries.push_back(caller);
  }
  const auto hot = reach(calls, {"entrypoint"}, false);
  SmallCode out;
  for (const std::string_view function : reach(calls, entries, true)) {
    if (!hot.contains(function) && !function.starts_with("llvm.")) out.functions.emplace_back(function);
    if (is_shared(function)) out.shared.emplace_back(function);
  }
  return out;
}

}  // namespace grapnel::tool
