#include "protocols/agent_factory/events.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "protocols/agent_factory/address.hpp"

#include <grapnel/client/client.hpp>

namespace zestron::protocols::agent_factory {

namespace {

constexpr std::string_view kProgram = "Program ";
constexpr std::string_view kData = "Program data: ";

template <class... T>
void add_event(std::vector<Event>& out, ByteView bytes, std::variant<T...>*) {
  const auto add = [&]<class Type>(std::type_identity<Type>) {
    const auto event = grapnel::client::event<Type>(bytes);
    if (event && bytes.size() == 8 + sizeof(Type)) out.emplace_back(*event);
  };
  (add(std::type_identity<T>{}), ...);
}

/// "Program <id> invoke [2]" opens a frame, "Program <id> success" and "Program <id> failed: …" close one. Lines that a
/// program writes begin with "Program log:", "Program data:" and the like, whose second word is no program's id.
void follow(std::string_view line, std::vector<std::string_view>& stack) {
  if (!line.starts_with(kProgram)) return;
  line.remove_prefix(kProgram.size());
  const auto space = line.find(' ');
  if (space == line.npos) return;
  const std::string_view id = line.substr(0, space), rest = line.substr(space + 1);
  if (rest.starts_with("invoke [")) {
    stack.push_back(id);
  } else if ((rest == "success" || rest.starts_with("failed")) && !stack.empty() && stack.back() == id) {
    stack.pop_back();
  }
}

}  // namespace

std::vector<Event> events_in(std::span<const std::string> logs) {
  static const std::string kOwn = codec::to_base58(program_id());
  std::vector<Event> events;
  std::vector<std::string_view> stack;
  for (const std::string_view line : logs) {
    if (line.starts_with(kData)) {
      if (stack.empty() || stack.back() != kOwn) continue;
      const auto bytes = codec::base64_decode(line.substr(kData.size()));
      if (bytes) add_event(events, *bytes, static_cast<Event*>(nullptr));
    } else {
      follow(line, stack);
    }
  }
  return events;
}

std::string_view name_of(const Event& event) {
  return std::visit(
      []<class T>(const T&) {
        constexpr grapnel::Text kName = grapnel::detail::kTypeName<T>;
        return std::string_view(kName.data, kName.size);
      },
      event);
}

}  // namespace zestron::protocols::agent_factory
