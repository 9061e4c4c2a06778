#include "transact/journal/intent_bytes.hpp"

#include "codec/little_endian.hpp"
#include "transact/journal/members.hpp"

namespace zestron::transact {
namespace {

constexpr std::uint8_t kVersion = 1;

template <class T>
void put(Bytes& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out.push_back(value ? 1 : 0);
  } else if constexpr (std::is_integral_v<T>) {
    codec::put_le(out, value);
  } else {
    codec::put_bytes(out, value.view());
  }
}

// Takes values off the front; once something does not fit, everything after is refused too.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : rest_(bytes) {}
  [[nodiscard]] bool ended() const { return ok_ && rest_.empty(); }

  template <class T>
  void take(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      take(byte);
      ok_ = ok_ && byte <= 1;
      value = byte == 1;
    } else if constexpr (std::is_integral_v<T>) {
      std::uint64_t sum = 0;
      const auto bytes = slice(sizeof(T));
      for (std::size_t i = 0; i < bytes.size(); ++i) sum |= std::uint64_t{bytes[i]} << (8 * i);
      value = static_cast<T>(sum);
    } else {
      if (const auto fixed = T::from(slice(T::kSize))) value = *fixed;
    }
  }

 private:
  ByteView slice(std::size_t size) {
    ok_ = ok_ && rest_.size() >= size;
    if (!ok_) return {};
    const auto front = rest_.first(size);
    rest_ = rest_.subspan(size);
    return front;
  }
  ByteView rest_;
  bool ok_ = true;
};

// The action at `place` in the variant, default-constructed.
template <std::size_t I = 0>
std::optional<domain::Action> action_at(std::size_t place) {
  if constexpr (I == std::variant_size_v<domain::Action>) {
    return std::nullopt;
  } else {
    return place == I ? domain::Action(std::in_place_index<I>) : action_at<I + 1>(place);
  }
}

}  // namespace

Bytes intent_bytes(const domain::Intent& intent) {
  Bytes out{kVersion, static_cast<std::uint8_t>(intent.action.index())};
  put(out, intent.agent);
  put(out, intent.slot.value());
  put(out, intent.sequence);
  std::visit([&](const auto& action) { for_each_member(action, [&](const auto& member) { put(out, member); }); },
             intent.action);
  return out;
}

std::optional<domain::Intent> parse_intent(ByteView bytes) {
  Cursor at(bytes);
  std::uint8_t version = 0, place = 0;
  at.take(version);
  at.take(place);
  auto action = action_at(place);
  if (version != kVersion || !action) return std::nullopt;
  domain::Intent intent;
  intent.action = *action;
  at.take(intent.agent);
  std::uint64_t slot = 0;
  at.take(slot);
  intent.slot = Slot(slot);
  at.take(intent.sequence);
  std::visit([&](auto& kept) { for_each_member(kept, [&](auto& member) { at.take(member); }); }, intent.action);
  if (!at.ended()) return std::nullopt;
  return intent;
}

}  // namespace zestron::transact
