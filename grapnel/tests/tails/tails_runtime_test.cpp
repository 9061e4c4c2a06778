// Accounts with tails on Agave's bank and natively: the same results, log lines and bytes; what is corrupt never reaches
// a handler. Prints what each instruction costs.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "reader.hpp"
#include "real_runtime.hpp"

namespace post {
namespace {

using grapnel::testing::code;
using grapnel::testing::has_log;
using grapnel::testing::key;
using grapnel::testing::RealOutcome;
using grapnel::testing::RealRuntime;

constexpr Pubkey kAuthor = key(1);
constexpr Pubkey kPost = find_program_address(kProgramId, "post", kAuthor).address;

std::vector<u8> read_binary(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class TailsRuntime : public ::testing::Test {
 protected:
  TailsRuntime() {
    native_.add<PostProgram>();
    native_.add<reader::ReaderProgram>();
    real_.deploy(kProgramId, read_binary(GRAPNEL_POST));
    real_.deploy(reader::kProgramId, read_binary(GRAPNEL_READER));
    set_account(kAuthor, {Lamports{1'000'000'000}, {}, {}, false});
  }

  void set_account(const Pubkey& address, const native::Account& account) {
    native_.set_account(address, account);
    real_.set_account(address, account);
  }
  void set_post(client::Bytes data) { set_account(kPost, {Lamports{10'000'000}, std::move(data), kProgramId, false}); }

  RealOutcome run(const char* name, const client::Instruction& instruction) {
    const RealOutcome real = real_.run(instruction);
    const native::Outcome native = native_.run(instruction);
    EXPECT_EQ(real.ok(), native.ok()) << name << ": " << real.error << " / " << native.error;
    EXPECT_EQ(real.code, native.code) << name;
    EXPECT_EQ(real.logs, native.logs) << name;
    EXPECT_EQ(real.events, native.events) << name;
    EXPECT_EQ(real_.account(kPost), native_.account(kPost)) << name;
    return_data_ = native.return_data;  // the real one's is compared in its log line
    std::printf("%-40s %6llu units%s\n", name, static_cast<unsigned long long>(real.compute_units),
                real.ok() ? "" : " (refused)");
    return real;
  }

  client::Value<Post> state() { return native_.state<Post>(kPost).value(); }

  static client::Instruction make_publish(Text title) {
    return client::instruction<publish>(kProgramId, {kAuthor, kPost, System::kId}, {.title = title});
  }
  template <auto Handler>
  static client::Instruction edit(const client::ArgsOf<Handler>& args) {
    return client::instruction<Handler>(kProgramId, {kAuthor, kPost}, args);
  }
  static client::Instruction make_touch() { return client::instruction<touch>(kProgramId, {kPost}); }

  template <auto Handler>
  static client::Instruction read() {
    return client::instruction<Handler>(kProgramId, {kPost});
  }
  template <auto Handler>
  static client::Instruction ask() {
    return client::instruction<Handler>(reader::kProgramId, {kPost, kProgramId});
  }

  client::Bytes return_data_;
  native::Runtime native_;
  RealRuntime real_;
};

client::Value<Post> tagged(const char* title) {
  client::Value<Post> value;
  value.author = kAuthor;
  value.likes = 7;
  value[&Post::title] = title;
  value[&Post::tags] = {key(5), key(6)};
  value[&Post::pinned] = 9;
  return value;
}

TEST_F(TailsRuntime, a_life_of_edits) {
  ASSERT_TRUE(run("publish", make_publish("hello")).ok());
  EXPECT_EQ(native_.account(kPost).data.size(), AccountFormat<Post>::kSpace);
  EXPECT_TRUE(run("touch: five tails proven", make_touch()).ok());
  EXPECT_TRUE(run("add_tag: nothing behind it", edit<add_tag>({key(5)})).ok());
  EXPECT_TRUE(run("pin: none to some", edit<pin>({Option<u64>{7}})).ok());
  EXPECT_TRUE(run("pin: some to some", edit<pin>({Option<u64>{8}})).ok());
  constexpr u8 kSignature[] = {9, 8, 7};
  EXPECT_TRUE(run("sign: the last tail", edit<sign>({{kSignature, 3}})).ok());
  EXPECT_TRUE(run("add_tag: moves three tails", edit<add_tag>({key(6)})).ok());
  EXPECT_TRUE(run("rename: longer, moves four tails", edit<rename>({"a longer title than before"})).ok());
  EXPECT_TRUE(run("rename: shorter", edit<rename>({"short"})).ok());
  EXPECT_TRUE(run("remove_tag", edit<remove_tag>({0})).ok());
  client::Value<Post> expected;
  expected.author = kAuthor;
  expected[&Post::title] = "short";
  expected[&Post::tags] = {key(6)};
  expected[&Post::pinned] = 8;
  expected[&Post::signature] = {9, 8, 7};
  EXPECT_EQ(state(), expected);
  EXPECT_EQ(native_.account(kPost).data, client::account_data(expected)) << "freed bytes are zero";
  EXPECT_TRUE(run("pin: some to none", edit<pin>({})).ok());
}

TEST_F(TailsRuntime, edits_above_the_bound_of_the_type_are_refused) {
  ASSERT_TRUE(run("publish", make_publish("hello")).ok());
  EXPECT_EQ(run("rename: 33 bytes", edit<rename>({"123456789012345678901234567890123"})).code,
            code(ErrorCode::AccountDidNotSerialize));
  for (u64 i = 0; i < 4; ++i) EXPECT_TRUE(run("add_tag", edit<add_tag>({key(i)})).ok());
  const auto outcome = run("add_tag: a fifth", edit<add_tag>({key(5)}));
  EXPECT_EQ(outcome.code, code(PostError::TooManyTags));
  EXPECT_EQ(run("remove_tag: none there", edit<remove_tag>({4})).code, code(ErrorCode::RequireViolated));
  EXPECT_EQ(state()[&Post::tags].size(), 4u);
  EXPECT_EQ(state()[&Post::title], "hello");
}

TEST_F(TailsRuntime, edits_above_the_size_of_the_account_are_refused) {
  ASSERT_TRUE(run("publish_small", client::instruction<publish_small>(kProgramId, {kAuthor, kPost, System::kId})).ok());
  EXPECT_EQ(native_.account(kPost).data.size(), AccountFormat<Post>::kSizeMin + 8);
  EXPECT_EQ(run("rename: 9 bytes of 8", edit<rename>({"123456789"})).code, code(ErrorCode::AccountDidNotSerialize));
  EXPECT_TRUE(run("rename: 8 bytes of 8", edit<rename>({"12345678"})).ok());
  EXPECT_EQ(run("pin: no room", edit<pin>({Option<u64>{7}})).code, code(ErrorCode::AccountDidNotSerialize));
  EXPECT_TRUE(run("rename: makes room", edit<rename>({""})).ok());
  EXPECT_TRUE(run("pin: all of the room", edit<pin>({Option<u64>{7}})).ok());
  EXPECT_EQ(state()[&Post::pinned], 7u);
}

TEST_F(TailsRuntime, a_corrupt_account_is_refused_before_the_handler) {
  const client::Bytes good = client::account_data(client::Value<Post>{});
  const auto refused = [&](const char* name, client::Bytes data) {
    set_post(std::move(data));
    const RealOutcome outcome = run(name, make_touch());
    EXPECT_EQ(outcome.code, code(ErrorCode::AccountDidNotDeserialize)) << name;
    EXPECT_TRUE(has_log(outcome, "AnchorError caused by account: post. Error Code: AccountDidNotDeserialize."));
  };
  set_post(good);
  EXPECT_TRUE(run("touch: empty tails", make_touch()).ok());

  client::Bytes bad = good;
  bad[48] = 33;
  refused("title above its bound", bad);
  bad = good;
  bad[51] = 0x80;
  refused("title of two gigabytes", bad);
  bad = good;
  bad[56] = 2;
  refused("option of a third kind", bad);
  bad = good;
  bad[52] = 1;
  bad.resize(AccountFormat<Post>::kSizeMin + 31);
  refused("tag that ends behind the account", bad);
  bad = good;
  bad.resize(AccountFormat<Post>::kSizeMin - 1);
  refused("one byte too short for empty tails", bad);

  bad = good;
  bad[0] ^= 1;
  set_post(bad);
  EXPECT_EQ(run("another discriminator", make_touch()).code, code(ErrorCode::AccountDiscriminatorMismatch));
}

TEST_F(TailsRuntime, strings_vectors_and_options_are_returned_and_emitted) {
  set_post(client::account_data(tagged("hello")));
  const RealOutcome outcome = run("describe: event and return data", read<describe>());
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome.events.size(), 1u);
  const client::Bytes event = outcome.events[0];
  for (const auto& got : {client::value<client::ReturnsOf<describe>>(return_data_), client::event<Described>(event)}) {
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->likes, 7u);
    EXPECT_EQ(got->title.text(), Text{"hello"});
    ASSERT_EQ(got->tags.size, 2u);
    EXPECT_EQ(got->tags[1], key(6));
    EXPECT_EQ(*got->pinned, 9u);
  }
  EXPECT_EQ(return_data_.size(), 8u + (4 + 5) + (4 + 64) + 9);
  EXPECT_FALSE(client::event<Described>(std::span(event).first(event.size() - 1)));
  EXPECT_FALSE(client::event<ShortTitle>(event));
}

TEST_F(TailsRuntime, a_view_above_the_bound_of_its_type_is_neither_returned_nor_emitted) {
  set_post(client::account_data(tagged("four")));
  EXPECT_TRUE(run("short_title", read<short_title>()).ok());
  EXPECT_EQ(client::value<String<4>>(return_data_)->text(), Text{"four"});
  EXPECT_TRUE(run("emit_short_title", read<emit_short_title>()).ok());
  set_post(client::account_data(tagged("fives")));
  const RealOutcome returned = run("short_title: too long", read<short_title>());
  EXPECT_EQ(returned.code, code(ErrorCode::InstructionDidNotSerialize));
  EXPECT_TRUE(has_log(returned, "Error Code: InstructionDidNotSerialize. Error Number: 103."));
  const RealOutcome emitted = run("emit_short_title: too long", read<emit_short_title>());
  EXPECT_EQ(emitted.code, code(ErrorCode::InstructionDidNotSerialize));
  EXPECT_TRUE(emitted.events.empty());
}

TEST_F(TailsRuntime, events_of_variable_length_are_emitted_by_call) {
  const Pubkey authority = find_program_address(kProgramId, "__event_authority").address;
  const auto make = [&]<auto Handler>() {
    return client::instruction<Handler>(kProgramId, {kPost, authority, kProgramId});
  };
  set_post(client::account_data(tagged("hello")));
  const RealOutcome outcome = run("announce: event by call", make.operator()<announce>());
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  ASSERT_EQ(outcome.calls.size(), 1u);
  EXPECT_EQ(outcome.calls[0].program, kProgramId);
  const client::Bytes data = outcome.calls[0].data;
  ASSERT_GT(data.size(), 8u);
  const auto event = client::event<Described>(std::span(data).subspan(8));
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->likes, 7u);
  EXPECT_EQ(event->title.text(), Text{"hello"});
  ASSERT_EQ(event->tags.size, 2u);
  EXPECT_EQ(event->tags[1], key(6));
  EXPECT_EQ(data.size(), 8 + 8 + 8u + (4 + 5) + (4 + 64) + 9) << "as long as it is, not as it may be";

  const RealOutcome refused = run("announce_short_title: too long", make.operator()<announce_short_title>());
  EXPECT_EQ(refused.code, code(ErrorCode::InstructionDidNotSerialize));
  EXPECT_TRUE(refused.calls.empty());
}

class TailsRealloc : public TailsRuntime {
 protected:
  TailsRealloc() { set_post(client::account_data(tagged("hello"))); }

  RealOutcome resize_to(const char* name, u64 size) {
    return run(name, client::instruction<resize>(kProgramId, {kPost, kAuthor, System::kId}, {.size = size}));
  }
  // account_data() has all the room that the type may need.
  u64 used() {
    client::Bytes bytes;
    state().append_to(bytes);
    return AccountFormat<Post>::kOffset + bytes.size();
  }
  u64 size() { return native_.account(kPost).data.size(); }
};

TEST_F(TailsRealloc, what_tails_take_is_never_cut) {
  const auto before = state();
  const u64 least = used();
  EXPECT_GT(least, AccountFormat<Post>::kSizeMin);
  EXPECT_TRUE(resize_to("resize: to what is used", least).ok());
  EXPECT_EQ(size(), least);
  EXPECT_EQ(resize_to("resize: a byte less", least - 1).code, code(ErrorCode::ConstraintSpace));
  EXPECT_EQ(resize_to("resize: to the fixed part", AccountFormat<Post>::kSizeMin).code,
            code(ErrorCode::ConstraintSpace));
  EXPECT_EQ(size(), least);
  EXPECT_EQ(state(), before);
}

TEST_F(TailsRealloc, growth_makes_room_for_edits) {
  ASSERT_TRUE(resize_to("resize: to what is used", used()).ok());
  EXPECT_EQ(run("add_tag: no room", edit<add_tag>({key(7)})).code, code(PostError::TooManyTags)) << "as it says";
  ASSERT_TRUE(resize_to("resize: 32 more", used() + 32).ok());
  EXPECT_TRUE(run("add_tag: room", edit<add_tag>({key(7)})).ok());
  EXPECT_EQ(state()[&Post::tags].back(), key(7));
  EXPECT_EQ(used(), size());
  EXPECT_EQ(run("rename: no room left", edit<rename>({"longer than hello"})).code,
            code(ErrorCode::AccountDidNotSerialize));
}

TEST_F(TailsRealloc, room_that_an_edit_freed_can_be_given_back) {
  ASSERT_TRUE(run("remove_tag", edit<remove_tag>({0})).ok());
  const u64 shorter = used();
  ASSERT_TRUE(resize_to("resize: what is left", shorter).ok());
  EXPECT_EQ(size(), shorter);
  EXPECT_EQ(state()[&Post::tags].size(), 1u);
}

client::Instruction make_look() { return client::instruction<reader::look>(reader::kProgramId, {kPost}); }

TEST_F(TailsRuntime, another_program_reads_tails_in_place) {
  client::Value<Post> value = tagged("hello");
  value[&Post::signature] = {1, 2, 3};
  set_post(client::account_data(value));
  ASSERT_TRUE(run("look", make_look()).ok());
  const auto seen = client::value<reader::Seen>(return_data_);
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->author, kAuthor);
  EXPECT_EQ(seen->likes, 7u);
  EXPECT_EQ(seen->title.text(), Text{"hello"});
  EXPECT_EQ(*seen->pinned, 9u);
  EXPECT_EQ(seen->signature_bytes, 3u);
}

TEST_F(TailsRuntime, another_program_sees_what_a_call_changed) {
  set_post(client::account_data(tagged("hello")));
  const auto add =
      client::instruction<reader::add_and_look>(reader::kProgramId, {kAuthor, kPost, kProgramId}, {.tag = key(7)});
  ASSERT_TRUE(run("add_and_look", add).ok());
  EXPECT_EQ(client::value<client::ReturnsOf<reader::add_and_look>>(return_data_), (Array<u64, 2>{{2, 3}}));
}

TEST_F(TailsRuntime, another_program_refuses_what_is_no_post) {
  const client::Bytes good = client::account_data(tagged("hello"));
  const auto refused = [&](const char* name, const client::Bytes& data, ErrorCode error,
                           const Pubkey& owner = kProgramId) {
    set_account(kPost, {Lamports{10'000'000}, data, owner, false});
    EXPECT_EQ(run(name, make_look()).code, code(error)) << name;
  };
  client::Bytes bad = good;
  bad[51] = 0x80;
  refused("look: title of two gigabytes", bad, ErrorCode::AccountDidNotDeserialize);
  bad = good;
  bad[48] = 200;  // within the bound that this program knows, outside of the account
  refused("look: title that ends behind the account", client::Bytes(bad.begin(), bad.begin() + 120),
          ErrorCode::AccountDidNotDeserialize);
  bad = good;
  bad.resize(AccountFormat<Post>::kSizeMin - 1);
  refused("look: too short for empty tails", bad, ErrorCode::AccountDidNotDeserialize);
  bad = good;
  bad[0] ^= 1;
  refused("look: another discriminator", bad, ErrorCode::AccountDiscriminatorMismatch);
  refused("look: another owner", good, ErrorCode::AccountOwnedByWrongProgram, reader::kProgramId);
}

TEST_F(TailsRuntime, a_caller_reads_what_the_right_program_returned) {
  set_post(client::account_data(tagged("hello")));
  const RealOutcome outcome = run("ask_tags", ask<reader::ask_tags>());
  EXPECT_TRUE(outcome.ok());
  EXPECT_TRUE(has_log(outcome, "Program log: hello"));
  EXPECT_EQ(client::value<u64>(return_data_), 2u);
  EXPECT_TRUE(run("ask_first_tag", ask<reader::ask_first_tag>()).ok());
  EXPECT_EQ(**client::value<Option<Pubkey>>(return_data_), key(5));
  EXPECT_EQ(run("ask_somebody_else", ask<reader::ask_somebody_else>()).code, code(ErrorCode::InvalidProgramId));
  EXPECT_EQ(run("ask_silence", ask<reader::ask_silence>()).code, code(ErrorCode::InvalidProgramId));
  EXPECT_EQ(run("ask_another_type", ask<reader::ask_another_type>()).code,
            code(ErrorCode::InstructionDidNotDeserialize));
}

}  // namespace
}  // namespace post
