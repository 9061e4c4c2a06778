// Tails edited in place against a model of strings, vectors and options: the same Borsh bytes after every edit, and an
// edit that doesn't fit changes nothing.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/idl/print.hpp>
#include <grapnel/testing/testing.hpp>

#include <fstream>

#include "post_program.hpp"

namespace post {
namespace {

using Format = AccountFormat<Post>;
using Model = client::Value<Post>;

constexpr u64 kNoRoom = static_cast<u64>(ErrorCode::AccountDidNotSerialize);
constexpr u64 kNoSuchElement = static_cast<u64>(ErrorCode::RequireViolated);

// An account alone in memory of exactly its size, so that ASan sees a step outside.
class Held {
 public:
  explicit Held(std::span<const u8> data) : bytes_(sizeof(RawAccount) + data.size()) {
    raw()->owner = kProgramId;
    raw()->size = data.size();
    std::ranges::copy(data, raw()->data());
  }
  RawAccount* raw() const { return reinterpret_cast<RawAccount*>(const_cast<u8*>(bytes_.data())); }
  std::span<const u8> data() const { return {raw()->data(), raw()->size}; }

 private:
  std::vector<u8> bytes_;  // operator new aligns it to 16
};

struct Anyone {
  static constexpr Pubkey kIdStorage = kProgramId;
};

Mark mark(u64 number) { return {static_cast<u16>(number), static_cast<u8>(number >> 16), {}}; }
bool same(const Mark& a, const Mark& b) { return a.where == b.where && a.kind == b.kind; }

// Whether the model, changed so, would still fit.
bool fits(const Model& model, usize size) {
  client::Bytes bytes;
  try {
    model.append_to(bytes);
  } catch (const std::length_error&) {
    return false;
  }
  return bytes.size() + 8 <= size;
}

// The account's Borsh bytes are the model's, and what lies behind them is zero.
void expect_equal(const Held& held, const Model& model) {
  RC_ASSERT(Format::holds<Anyone>(held.raw()));
  client::Bytes expected;
  model.append_to(expected);
  const auto data = held.data();
  RC_ASSERT(std::ranges::equal(data.subspan(8, expected.size()), expected));
  RC_ASSERT(std::ranges::all_of(data.subspan(8 + expected.size()), [](u8 byte) { return byte == 0; }));
  RC_ASSERT(client::account<Post>(data).value() == model);
}

std::string random_text(usize size_max) {
  return *rc::gen::resize(static_cast<int>(size_max), rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
}

Text as_text(const std::string& text) { return {text.data(), text.size()}; }

// An edit of the account and of the model; the number that the account's answered.
struct Edits {
  const Held& held;
  Model& model;

  template <class M>
  auto at(M Post::* member) const {
    return Format::edit(held.raw(), member);
  }

  // The edit `change` on a copy, which replaces the model if it fits.
  template <class Change>
  void expect(Result<> got, Change change) const {
    Model changed = model;
    change(changed);
    if (fits(changed, held.raw()->size)) {
      RC_ASSERT(got.code() == 0u);
      model = changed;
    } else {
      RC_ASSERT(got.code() == kNoRoom);
    }
  }

  void title() const {
    const std::string text = random_text(40);
    if (*rc::gen::arbitrary<bool>()) {
      expect(at(&Post::title).assign(as_text(text)), [&](Model& m) { m[&Post::title] = text; });
    } else {
      expect(at(&Post::title).append(as_text(text)), [&](Model& m) { m[&Post::title] += text; });
    }
  }

  // Texts out of the account itself.
  void title_from_itself() const {
    const std::string now = model[&Post::title];
    const usize from = *rc::gen::inRange<usize>(0, now.size() + 1);
    const Text inside = at(&Post::title).text();
    const Text part{inside.data + from, inside.size - from};
    if (*rc::gen::arbitrary<bool>()) {
      expect(at(&Post::title).assign(part), [&](Model& m) { m[&Post::title] = now.substr(from); });
    } else {
      expect(at(&Post::title).append(part), [&](Model& m) { m[&Post::title] += now.substr(from); });
    }
  }
  void title_from_a_tail_behind() const {
    const auto bytes = at(&Post::signature).view();
    const std::string text(bytes.data, bytes.data + bytes.size);
    const Text inside{reinterpret_cast<const char*>(bytes.data), bytes.size};
    if (*rc::gen::arbitrary<bool>()) {
      expect(at(&Post::title).assign(inside), [&](Model& m) { m[&Post::title] = text; });
    } else {
      expect(at(&Post::title).append(inside), [&](Model& m) { m[&Post::title] += text; });
    }
  }

  void pinned() const {
    if (*rc::gen::arbitrary<bool>()) {
      const u64 value = *rc::gen::arbitrary<u64>();
      expect(at(&Post::pinned).set(value), [&](Model& m) { m[&Post::pinned] = value; });
      if (at(&Post::pinned)) RC_ASSERT(*at(&Post::pinned) == model[&Post::pinned].value());
    } else {
      at(&Post::pinned).reset();
      model[&Post::pinned].reset();
    }
    RC_ASSERT(static_cast<bool>(at(&Post::pinned)) == model[&Post::pinned].has_value());
  }

  template <class V, class Make>
  void vector(Tail<V> Post::* member, Make make) const {
    const auto tail = at(member);
    const usize size = model[member].size();
    RC_ASSERT(tail.size() == size);
    const usize index = *rc::gen::inRange<usize>(0, size + 2);
    const auto value = make(*rc::gen::arbitrary<u64>());
    const auto place = [&](Model& m) { return m[member].begin() + static_cast<long>(index); };
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        if (index >= size) {
          RC_ASSERT(tail.set(index, value).code() == kNoSuchElement);
        } else {
          expect(tail.set(index, value), [&](Model& m) { m[member][index] = value; });
        }
        break;
      case 1:
        if (index > size) {
          RC_ASSERT(tail.insert(index, value).code() == kNoSuchElement);
        } else {
          expect(tail.insert(index, value), [&](Model& m) { m[member].insert(place(m), value); });
        }
        break;
      case 2:
        if (index >= size) {
          RC_ASSERT(tail.erase(index).code() == kNoSuchElement);
        } else {
          expect(tail.erase(index), [&](Model& m) { m[member].erase(place(m)); });
        }
        break;
      case 3:
        if (size == 0) {
          RC_ASSERT(tail.pop().code() == kNoSuchElement);
        } else {
          expect(tail.pop(), [&](Model& m) { m[member].pop_back(); });
        }
        break;
      case 4:
        tail.truncate(index);
        if (index < size) model[member].erase(place(model), model[member].end());
        break;
      case 5:
        tail.clear();
        model[member].clear();
        break;
      case 6: {
        std::vector<std::remove_const_t<decltype(value)>> values(*rc::gen::inRange<usize>(0, V::kMax + 2), value);
        expect(tail.assign(values.data(), values.size()), [&](Model& m) { m[member] = values; });
        break;
      }
      default: expect(tail.push(value), [&](Model& m) { m[member].push_back(value); });
    }
  }

  void any() const {
    switch (*rc::gen::inRange(0, 8)) {
      case 0: title(); break;
      case 1: title_from_itself(); break;
      case 2: title_from_a_tail_behind(); break;
      case 3: pinned(); break;
      case 4: vector(&Post::marks, mark); break;
      case 5: vector(&Post::signature, [](u64 number) { return static_cast<u8>(number); }); break;
      default: vector(&Post::tags, grapnel::testing::key); break;
    }
  }
};

RC_GTEST_PROP(Tails, random_edits_give_the_bytes_of_the_model, ()) {
  Model model;
  model.author = grapnel::testing::key(1);
  model.likes = *rc::gen::arbitrary<u64>();
  client::Bytes data = client::account_data(model);
  data.resize(*rc::gen::inRange(Format::kSizeMin, Format::kSpace + 9));
  const Held held(data);
  const Edits edits{held, model};
  const int count = *rc::gen::inRange(1, 120);
  for (int i = 0; i < count; ++i) {
    edits.any();
    expect_equal(held, model);
  }
}

Model sample() {
  Model model;
  model.author = grapnel::testing::key(7);
  model.likes = 3;
  model[&Post::title] = "tails";
  model[&Post::tags] = {grapnel::testing::key(8), grapnel::testing::key(9)};
  model[&Post::pinned] = 5;
  model[&Post::marks] = {mark(1)};
  model[&Post::signature] = {1, 2, 3};
  return model;
}

TEST(Tails, are_read_as_arguments_are) {
  const Held held(client::account_data(sample()));
  EXPECT_EQ(Format::read(held.raw(), &Post::title).text(), Text{"tails"});
  EXPECT_EQ(Format::read(held.raw(), &Post::tags).size, 2u);
  EXPECT_EQ(Format::read(held.raw(), &Post::tags)[1], grapnel::testing::key(9));
  EXPECT_EQ(*Format::read(held.raw(), &Post::pinned), 5u);
  EXPECT_TRUE(same(Format::read(held.raw(), &Post::marks)[0], mark(1)));
  EXPECT_EQ(Format::read(held.raw(), &Post::signature).data[2], 3);
}

TEST(Tails, every_cut_is_refused) {
  client::Bytes data = client::account_data(sample());
  data.resize(48 + (4 + 5) + (4 + 64) + 9 + (4 + 4) + (4 + 3));
  EXPECT_TRUE(Format::holds<Anyone>(Held(data).raw()));
  for (usize size = 0; size < data.size(); ++size) {
    EXPECT_FALSE(Format::holds<Anyone>(Held(std::span(data).first(size)).raw())) << size;
    EXPECT_FALSE(client::account<Post>(std::span(data).first(size))) << size;
  }
}

TEST(Tails, hostile_lengths_are_refused) {
  client::Bytes data = client::account_data(client::Value<Post>{});
  for (const auto& [offset, values] : std::initializer_list<std::pair<usize, std::vector<u32>>>{
           {48, {33, 0x80000000, 0xffffffff}},  // title
           {52, {5, 0x08000000, 0xffffffff}},   // tags
           {56, {2, 0xff}},                     // pinned
       }) {
    for (const u32 value : values) {
      client::Bytes bad = data;
      std::memcpy(bad.data() + offset, &value, offset == 56 ? 1 : 4);
      EXPECT_FALSE(Format::holds<Anyone>(Held(bad).raw())) << offset << ": " << value;
    }
  }
  EXPECT_TRUE(Format::holds<Anyone>(Held(data).raw()));
}

TEST(Tails, idl_says_string_vec_option_bytes) {
  idl::TypeTable types;
  EXPECT_EQ(types.fields<Post>(), idl::Json::parse(R"([{"name":"author","type":"pubkey"},{"name":"likes","type":"u64"},
    {"name":"title","type":"string"},{"name":"tags","type":{"vec":"pubkey"}},{"name":"pinned","type":{"option":"u64"}},
    {"name":"marks","type":{"vec":{"defined":{"name":"Mark"}}}},{"name":"signature","type":"bytes"}])"));
}

client::Bytes from_hex(const std::string& text) {
  client::Bytes out;
  for (usize i = 0; i < text.size(); i += 2) out.push_back(static_cast<u8>(std::stoi(text.substr(i, 2), nullptr, 16)));
  return out;
}

// tests/clients/tails.test.js decodes the same file with Anchor's client, from its IDL alone.
TEST(Tails, the_file_that_anchor_decodes_is_ours) {
  std::ifstream in(GRAPNEL_TAILS_FIXTURE);
  const idl::Json fixture = idl::Json::parse(in);
  EXPECT_EQ(fixture["idl"], idl::make<PostProgram>());

  Model model;
  model.author = kProgramId;
  model.likes = 3;
  model[&Post::title] = "t\xc3\xa4ils";
  model[&Post::tags] = {kProgramId, System::kId};
  model[&Post::pinned] = 77;
  model[&Post::marks] = {{5, 6, {}}};
  model[&Post::signature] = {1, 2, 3};
  const client::Bytes account = from_hex(fixture["account"]);
  EXPECT_EQ(client::account<Post>(account), model);
  client::Bytes exact = client::account_data(model);
  exact.resize(account.size());
  EXPECT_EQ(account, exact);

  const client::Bytes event = from_hex(fixture["event"]);
  const auto described = client::event<Described>(event);
  ASSERT_TRUE(described.has_value());
  EXPECT_EQ(described->title.text(), Text{"title"});
  EXPECT_EQ(described->tags[0], kProgramId);
  EXPECT_FALSE(described->pinned);
}

TEST(Tails, host_values_refuse_what_the_type_has_no_room_for) {
  Model model;
  model[&Post::title] = std::string(33, 'x');
  EXPECT_THROW(client::account_data(model), std::length_error);
}

}  // namespace
}  // namespace post
