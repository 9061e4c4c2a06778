// Tails of a writable account, edited in place: what stands behind moves, lengths stay true, bytes that become free are
// zero (so a later version of the struct may add a tail, which old accounts hold empty). What doesn't fit the type's
// bound or the account's size is refused with AccountDidNotSerialize, and nothing has changed.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/detail/framework_error.hpp>
#include <grapnel/detail/tail_walk.hpp>
#include <grapnel/result.hpp>

namespace grapnel {

namespace detail {

inline constexpr Failure kNoRoom{static_cast<u64>(ErrorCode::AccountDidNotSerialize)};
inline constexpr Failure kNoSuchElement{static_cast<u64>(ErrorCode::RequireViolated)};

// Makes the `before` bytes at `at` `after` bytes long. `following`: what the tails behind them take; `room`: the free
// bytes of the account behind those.
[[gnu::noinline]] inline bool resize_tail(u8* at, u64 before, u64 after, u64 following, u64 room) {
  if (after > before && after - before > room) return false;
  if (following != 0) sol_memmove_(at + after, at + before, following);
  if (after < before) sol_memset_(at + after + following, 0, before - after);
  return true;
}

struct TailBytes {
  u8* at;
  u64 size;
  u64 following;
  u64 room;
};

// Puts `size` bytes in place of a tail's. They may come from this tail or from one behind it, which moves.
[[gnu::noinline]] inline bool replace_tail(const TailBytes& old, const u8* source, u64 size) {
  if (size <= old.size) {
    if (size != 0) sol_memmove_(old.at, source, size);
    return resize_tail(old.at, old.size, size, old.following, old.room);
  }
  if (!resize_tail(old.at, old.size, size, old.following, old.room)) return false;
  const u8* end = old.at + old.size;
  if (source >= end && source < end + old.following) source += size - old.size;
  sol_memmove_(old.at, source, size);
  return true;
}

// Base of the editors: where the tail lies. Looked up at each use, since an edit of another tail moves it.
template <class T, class V>
class TailEditor {
 public:
  using Shape = TailShape<V>;

  [[gnu::always_inline]] TailEditor(RawAccount* account, u64 number) : account_(account), number_(number) {}

  // What it holds; a view is valid until a tail of the account is edited.
  [[gnu::always_inline]] V view() const { return read_tail<V>(at()); }

 protected:
  [[gnu::always_inline]] u8* at() const {
    return tail_at<T>(account_->data() + AccountFormat<T>::kTailOffset, number_);
  }
  // The `size` bytes at `first`, the end of this tail.
  [[gnu::always_inline]] TailBytes bytes(u8* first, u64 size) const {
    const u64 following = size_of_tails_after<T>(first + size, number_);
    const auto used = static_cast<u64>(first - account_->data()) + size + following;
    return {first, size, following, account_->size - used};
  }
  [[gnu::always_inline]] bool resize(u8* first, u64 before, u64 after) const {
    const TailBytes old = bytes(first, before);
    return resize_tail(old.at, old.size, after, old.following, old.room);
  }

 private:
  RawAccount* account_;
  u64 number_;
};

// Of tails with a count. `at` below is where the count stands.
template <class T, class V>
class CountedEditor : public TailEditor<T, V> {
  static constexpr u64 kWidth = TailShape<V>::kElementSize;

 public:
  using TailEditor<T, V>::TailEditor;

  static constexpr u64 capacity() { return V::kMax; }
  u64 size() const { return load<u32>(this->at()); }
  bool empty() const { return size() == 0; }
  void clear() const { shorten(0, size()); }

 protected:
  static u8* element(u8* at, u64 index) { return at + sizeof(u32) + index * kWidth; }

  // Makes room for `count` elements before the one at `index`, which is not above the size; null: there is none.
  [[gnu::always_inline]] u8* open(u64 index, u64 count) const {
    u8* at = this->at();
    const u64 size = load<u32>(at);
    if (count > V::kMax - size) return nullptr;
    u8* first = element(at, index);
    const u64 moved = (size - index) * kWidth;
    const TailBytes old = this->bytes(element(at, size), 0);
    if (!resize_tail(first, 0, count * kWidth, moved + old.following, old.room)) return nullptr;
    store(at, static_cast<u32>(size + count));
    return first;
  }
  // Takes out `count` elements from the one at `index` on; there are that many.
  [[gnu::always_inline]] void shorten(u64 index, u64 count) const {
    u8* at = this->at();
    const u64 size = load<u32>(at);
    const TailBytes old = this->bytes(element(at, size), 0);
    resize_tail(element(at, index), count * kWidth, 0, (size - index - count) * kWidth + old.following, old.room);
    store(at, static_cast<u32>(size - count));
  }
  [[gnu::always_inline]] Result<> replace(const void* source, u64 count) const {
    if (count > V::kMax) return kNoRoom;
    u8* at = this->at();
    const TailBytes old = this->bytes(at + sizeof(u32), load<u32>(at) * kWidth);
    if (!replace_tail(old, static_cast<const u8*>(source), count * kWidth)) return kNoRoom;
    store(at, static_cast<u32>(count));
    return ok;
  }
};

}  // namespace detail

// A string. Not checked to be UTF-8, as String isn't.
template <class T, class V>
class TailText : public detail::CountedEditor<T, V> {
 public:
  using detail::CountedEditor<T, V>::CountedEditor;

  [[gnu::always_inline]] Text text() const { return this->view().text(); }
  [[gnu::always_inline]] Result<> assign(Text text) const { return this->replace(text.data, text.size); }
  template <u32 Max>
  [[gnu::always_inline]] Result<> assign(const String<Max>& text) const {
    return assign(text.text());
  }
  [[gnu::always_inline]] Result<> append(Text text) const {
    u8* at = this->at();
    const u64 size = load<u32>(at);
    if (text.size > V::kMax - size) return detail::kNoRoom;
    const detail::TailBytes end = this->bytes(this->element(at, size), 0);
    if (!detail::replace_tail(end, reinterpret_cast<const u8*>(text.data), text.size)) return detail::kNoRoom;
    store(at, static_cast<u32>(size + text.size));
    return ok;
  }
};

// A vec, or bytes. An index is below the size, or the edit is refused.
template <class T, class V, class E>
class TailVec : public detail::CountedEditor<T, V> {
 public:
  using detail::CountedEditor<T, V>::CountedEditor;

  // index < size()
  [[gnu::always_inline]] E operator[](u64 index) const { return load<E>(this->element(this->at(), index)); }

  [[gnu::always_inline]] Result<> set(u64 index, const E& value) const {
    u8* at = this->at();
    if (index >= load<u32>(at)) return detail::kNoSuchElement;
    store(this->element(at, index), value);
    return ok;
  }
  [[gnu::always_inline]] Result<> push(const E& value) const { return put(this->size(), value); }
  [[gnu::always_inline]] Result<> insert(u64 index, const E& value) const {
    if (index > this->size()) return detail::kNoSuchElement;
    return put(index, value);
  }
  [[gnu::always_inline]] Result<> erase(u64 index) const {
    if (index >= this->size()) return detail::kNoSuchElement;
    this->shorten(index, 1);
    return ok;
  }
  [[gnu::always_inline]] Result<> pop() const {
    const u64 size = this->size();
    if (size == 0) return detail::kNoSuchElement;
    this->shorten(size - 1, 1);
    return ok;
  }
  // Keeps the first `size` elements.
  [[gnu::always_inline]] void truncate(u64 size) const {
    const u64 now = this->size();
    if (size < now) this->shorten(size, now - size);
  }
  [[gnu::always_inline]] Result<> assign(const V& values) const { return this->replace(values.data, values.size); }
  [[gnu::always_inline]] Result<> assign(const E* values, u64 count) const { return this->replace(values, count); }

 private:
  [[gnu::always_inline]] Result<> put(u64 index, const E& value) const {
    const E copy = value;  // it may lie in what moves
    u8* first = this->open(index, 1);
    if (first == nullptr) return detail::kNoRoom;
    store(first, copy);
    return ok;
  }
};

// An option.
template <class T, class V>
class TailOption : public detail::TailEditor<T, V> {
  using E = typename V::Element;

 public:
  using detail::TailEditor<T, V>::TailEditor;

  [[gnu::always_inline]] explicit operator bool() const { return *this->at() != 0; }
  [[gnu::always_inline]] E operator*() const { return load<E>(this->at() + 1); }  // only if it holds one

  [[gnu::always_inline]] Result<> set(const E& value) const {
    const E copy = value;
    u8* at = this->at();
    if (*at == 0 && !this->resize(at + 1, 0, sizeof(E))) return detail::kNoRoom;
    *at = 1;
    store(at + 1, copy);
    return ok;
  }
  [[gnu::always_inline]] void reset() const {
    u8* at = this->at();
    if (*at == 0) return;
    this->resize(at + 1, sizeof(E), 0);
    *at = 0;
  }
};

namespace detail {

template <class T, class V>
struct EditorOf;
template <class T, u32 Max>
struct EditorOf<T, String<Max>> {
  using Type = TailText<T, String<Max>>;
};
template <class T, u32 Max>
struct EditorOf<T, ByteView<Max>> {
  using Type = TailVec<T, ByteView<Max>, u8>;
};
template <class T, class E, u32 Max>
struct EditorOf<T, Vec<E, Max>> {
  using Type = TailVec<T, Vec<E, Max>, E>;
};
template <class T, class E>
struct EditorOf<T, Option<E>> {
  using Type = TailOption<T, Option<E>>;
};

}  // namespace detail
}  // namespace grapnel
