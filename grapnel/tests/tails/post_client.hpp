// The interface of post 0.1.0, written by `grapnel client` from its IDL.
// clang-format off
#pragma once

#include <grapnel/foreign.hpp>

#ifndef __bpf__
#include <grapnel/client/borsh.hpp>
#endif

namespace post_client {

using namespace grapnel;

inline constexpr Pubkey kProgramId = "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP"_pubkey;

// For Program<> in an accounts struct.
struct PostProgram {
  static constexpr Pubkey kId = kProgramId;
};

struct Mark {
  u16 where{};
  u8 kind{};
  Array<u8, 1> reserved{};
  friend bool operator==(const Mark&, const Mark&) = default;
};
static_assert(sizeof(Mark) == 4);

enum class PostError : u32 {
  TooManyTags = 6000,
};

// Nothing for another program's number, and for an error without a message.
constexpr Text name(PostError error) {
  switch (error) {
    case PostError::TooManyTags: return "TooManyTags";
  }
  return {};
}

constexpr Text message(PostError error) {
  switch (error) {
    case PostError::TooManyTags: return "A post has four tags at most";
  }
  return {};
}

namespace publish {

inline constexpr Tag<8> kDiscriminator = {{129, 177, 182, 160, 184, 224, 219, 5}};

struct Views {
  // writable, signer
  foreign::View author;
  // writable, find_post()
  foreign::View post;
  foreign::View system_program;
};

// `data`: kDiscriminator and the arguments in Borsh.
inline Result<> call(const Views& accounts, CpiData data, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.author.as(true, true),
      accounts.post.as(false, true),
      accounts.system_program.as(false, false),
  }};
  return invoke(kProgramId, list, data, signer);
}

}  // namespace publish

namespace publish_small {

inline constexpr Tag<8> kDiscriminator = {{214, 156, 229, 20, 74, 59, 80, 160}};

struct Views {
  // writable, signer
  foreign::View author;
  // writable, find_post()
  foreign::View post;
  foreign::View system_program;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.author.as(true, true),
      accounts.post.as(false, true),
      accounts.system_program.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace publish_small

namespace touch {

inline constexpr Tag<8> kDiscriminator = {{80, 157, 106, 220, 181, 72, 101, 81}};

struct Views {
  foreign::View post;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 1> list = {{
      accounts.post.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace touch

namespace rename {

inline constexpr Tag<8> kDiscriminator = {{98, 63, 129, 146, 24, 170, 185, 45}};

struct Views {
  // signer, named by post
  foreign::View author;
  // writable
  foreign::View post;
};

// `data`: kDiscriminator and the arguments in Borsh.
inline Result<> call(const Views& accounts, CpiData data, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.author.as(true, false),
      accounts.post.as(false, true),
  }};
  return invoke(kProgramId, list, data, signer);
}

}  // namespace rename

namespace add_tag {

inline constexpr Tag<8> kDiscriminator = {{104, 103, 92, 4, 25, 211, 151, 90}};

struct Args {
  Pubkey tag{};
  friend bool operator==(const Args&, const Args&) = default;
};
static_assert(sizeof(Args) == 32);

struct Views {
  // signer, named by post
  foreign::View author;
  // writable
  foreign::View post;
};

inline Result<> call(const Views& accounts, const Args& args, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.author.as(true, false),
      accounts.post.as(false, true),
  }};
  return foreign::call(kProgramId, kDiscriminator, args, list, signer);
}

}  // namespace add_tag

namespace remove_tag {

inline constexpr Tag<8> kDiscriminator = {{61, 253, 89, 114, 205, 115, 244, 102}};

struct Args {
  u64 index{};
  friend bool operator==(const Args&, const Args&) = default;
};
static_assert(sizeof(Args) == 8);

struct Views {
  // signer, named by post
  foreign::View author;
  // writable
  foreign::View post;
};

inline Result<> call(const Views& accounts, const Args& args, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.author.as(true, false),
      accounts.post.as(false, true),
  }};
  return foreign::call(kProgramId, kDiscriminator, args, list, signer);
}

}  // namespace remove_tag

namespace pin {

inline constexpr Tag<8> kDiscriminator = {{70, 127, 175, 112, 57, 101, 192, 30}};

struct Views {
  // signer, named by post
  foreign::View author;
  // writable
  foreign::View post;
};

// `data`: kDiscriminator and the arguments in Borsh.
inline Result<> call(const Views& accounts, CpiData data, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.author.as(true, false),
      accounts.post.as(false, true),
  }};
  return invoke(kProgramId, list, data, signer);
}

}  // namespace pin

namespace sign {

inline constexpr Tag<8> kDiscriminator = {{5, 221, 155, 46, 237, 91, 28, 236}};

struct Views {
  // signer, named by post
  foreign::View author;
  // writable
  foreign::View post;
};

// `data`: kDiscriminator and the arguments in Borsh.
inline Result<> call(const Views& accounts, CpiData data, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.author.as(true, false),
      accounts.post.as(false, true),
  }};
  return invoke(kProgramId, list, data, signer);
}

}  // namespace sign

namespace describe {

inline constexpr Tag<8> kDiscriminator = {{230, 44, 148, 126, 188, 197, 69, 232}};

struct Views {
  foreign::View post;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 1> list = {{
      accounts.post.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace describe

namespace short_title {

inline constexpr Tag<8> kDiscriminator = {{202, 58, 214, 50, 77, 250, 203, 55}};

struct Views {
  foreign::View post;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 1> list = {{
      accounts.post.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace short_title

namespace emit_short_title {

inline constexpr Tag<8> kDiscriminator = {{43, 146, 110, 68, 10, 151, 51, 218}};

struct Views {
  foreign::View post;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 1> list = {{
      accounts.post.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace emit_short_title

namespace announce {

inline constexpr Tag<8> kDiscriminator = {{7, 30, 100, 250, 110, 253, 3, 149}};

struct Views {
  foreign::View post;
  // derived, bump 255
  foreign::View event_authority;
  foreign::View program;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.post.as(false, false),
      accounts.event_authority.as(false, false),
      accounts.program.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace announce

namespace announce_short_title {

inline constexpr Tag<8> kDiscriminator = {{188, 65, 8, 76, 205, 239, 166, 160}};

struct Views {
  foreign::View post;
  // derived, bump 255
  foreign::View event_authority;
  foreign::View program;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.post.as(false, false),
      accounts.event_authority.as(false, false),
      accounts.program.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace announce_short_title

namespace resize {

inline constexpr Tag<8> kDiscriminator = {{74, 27, 74, 155, 56, 134, 175, 125}};

struct Args {
  u64 size{};
  friend bool operator==(const Args&, const Args&) = default;
};
static_assert(sizeof(Args) == 8);

struct Views {
  // writable
  foreign::View post;
  // writable, signer
  foreign::View payer;
  foreign::View system_program;
};

inline Result<> call(const Views& accounts, const Args& args, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.post.as(false, true),
      accounts.payer.as(true, true),
      accounts.system_program.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, args, list, signer);
}

}  // namespace resize

namespace first_tag {

inline constexpr Tag<8> kDiscriminator = {{21, 191, 45, 244, 252, 198, 31, 57}};

struct Views {
  foreign::View post;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 1> list = {{
      accounts.post.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace first_tag

}  // namespace post_client

template <>
struct grapnel::detail::Layout<post_client::Mark> : grapnel::detail::Layout<grapnel::Pubkey> {};

namespace post_client {

// Post as a program reads it: a tail is `account[&PostInPlace::signature]`, a Result.
struct PostInPlace {
  Pubkey author{};
  u64 likes{};
  Tail<String<foreign::kTailMax<1>>> title{};
  Tail<Vec<Pubkey, foreign::kTailMax<32>>> tags{};
  Tail<Option<u64>> pinned{};
  Tail<Vec<Mark, foreign::kTailMax<4>>> marks{};
  Tail<ByteView<foreign::kTailMax<1>>> signature{};
};

}  // namespace post_client

template <>
struct grapnel::AccountFormat<post_client::PostInPlace>
    : grapnel::ForeignTailFormat<post_client::PostInPlace, post_client::kProgramId,
                                 grapnel::Tag<8>{{8, 147, 90, 186, 185, 56, 192, 150}}, 40> {};

#ifndef __bpf__

namespace post_client {

struct Described {
  u64 likes{};
  std::string title{};
  std::vector<Pubkey> tags{};
  std::optional<u64> pinned{};
  friend bool operator==(const Described&, const Described&) = default;
};

struct Post {
  Pubkey author{};
  u64 likes{};
  std::string title{};
  std::vector<Pubkey> tags{};
  std::optional<u64> pinned{};
  std::vector<Mark> marks{};
  client::Bytes signature{};
  friend bool operator==(const Post&, const Post&) = default;
};

struct ShortTitle {
  std::string title{};
  friend bool operator==(const ShortTitle&, const ShortTitle&) = default;
};

constexpr auto fields_of(const Described*) {
  return std::tuple{&Described::likes, &Described::title, &Described::tags, &Described::pinned};
}
constexpr auto fields_of(const Mark*) { return std::tuple{&Mark::where, &Mark::kind, &Mark::reserved}; }
constexpr auto fields_of(const Post*) {
  return std::tuple{&Post::author, &Post::likes, &Post::title, &Post::tags, &Post::pinned, &Post::marks,
                    &Post::signature};
}
constexpr auto fields_of(const ShortTitle*) { return std::tuple{&ShortTitle::title}; }

namespace publish {

struct Args {
  std::string title{};
  friend bool operator==(const Args&, const Args&) = default;
};
constexpr auto fields_of(const Args*) { return std::tuple{&Args::title}; }

struct Accounts {
  // writable, signer
  client::Key author;
  // writable, find_post()
  std::optional<Pubkey> post{};
  Pubkey system_program = "11111111111111111111111111111111"_pubkey;
};

// `post`, derived from "post", author.
inline Pda find_post(const Pubkey& author) {
  return *client::find_address(kProgramId, {client::seed("post"), client::seed(author)});
}

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  const Pubkey derived_post =
      accounts.post ? *accounts.post : find_post(accounts.author).address;
  out.accounts = {
      {accounts.author, true, true},
      {derived_post, false, true},
      {accounts.system_program, false, false},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace publish

namespace publish_small {

struct Accounts {
  // writable, signer
  client::Key author;
  // writable, find_post()
  std::optional<Pubkey> post{};
  Pubkey system_program = "11111111111111111111111111111111"_pubkey;
};

// `post`, derived from "post", author.
inline Pda find_post(const Pubkey& author) {
  return *client::find_address(kProgramId, {client::seed("post"), client::seed(author)});
}

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  const Pubkey derived_post =
      accounts.post ? *accounts.post : find_post(accounts.author).address;
  out.accounts = {
      {accounts.author, true, true},
      {derived_post, false, true},
      {accounts.system_program, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace publish_small

namespace touch {

struct Accounts {
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace touch

namespace rename {

struct Args {
  std::string title{};
  friend bool operator==(const Args&, const Args&) = default;
};
constexpr auto fields_of(const Args*) { return std::tuple{&Args::title}; }

struct Accounts {
  // signer, named by post
  client::Key author;
  // writable
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.author, true, false},
      {accounts.post, false, true},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace rename

namespace add_tag {

constexpr auto fields_of(const Args*) { return std::tuple{&Args::tag}; }

struct Accounts {
  // signer, named by post
  client::Key author;
  // writable
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.author, true, false},
      {accounts.post, false, true},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace add_tag

namespace remove_tag {

constexpr auto fields_of(const Args*) { return std::tuple{&Args::index}; }

struct Accounts {
  // signer, named by post
  client::Key author;
  // writable
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.author, true, false},
      {accounts.post, false, true},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace remove_tag

namespace pin {

struct Args {
  std::optional<u64> number{};
  friend bool operator==(const Args&, const Args&) = default;
};
constexpr auto fields_of(const Args*) { return std::tuple{&Args::number}; }

struct Accounts {
  // signer, named by post
  client::Key author;
  // writable
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.author, true, false},
      {accounts.post, false, true},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace pin

namespace sign {

struct Args {
  client::Bytes signature{};
  friend bool operator==(const Args&, const Args&) = default;
};
constexpr auto fields_of(const Args*) { return std::tuple{&Args::signature}; }

struct Accounts {
  // signer, named by post
  client::Key author;
  // writable
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.author, true, false},
      {accounts.post, false, true},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace sign

namespace describe {

using Returns = Described;

struct Accounts {
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace describe

namespace short_title {

using Returns = std::string;

struct Accounts {
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace short_title

namespace emit_short_title {

struct Accounts {
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace emit_short_title

namespace announce {

struct Accounts {
  client::Key post;
  // derived, bump 255
  Pubkey event_authority = "GN1KgWHG6MVcT3rmYipv8mfBwMqAGLMhm8SnqckpCYVk"_pubkey;
  client::Key program;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
      {accounts.event_authority, false, false},
      {accounts.program, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace announce

namespace announce_short_title {

struct Accounts {
  client::Key post;
  // derived, bump 255
  Pubkey event_authority = "GN1KgWHG6MVcT3rmYipv8mfBwMqAGLMhm8SnqckpCYVk"_pubkey;
  client::Key program;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
      {accounts.event_authority, false, false},
      {accounts.program, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace announce_short_title

namespace resize {

constexpr auto fields_of(const Args*) { return std::tuple{&Args::size}; }

struct Accounts {
  // writable
  client::Key post;
  // writable, signer
  client::Key payer;
  Pubkey system_program = "11111111111111111111111111111111"_pubkey;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, true},
      {accounts.payer, true, true},
      {accounts.system_program, false, false},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace resize

namespace first_tag {

using Returns = std::optional<Pubkey>;

struct Accounts {
  client::Key post;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.post, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace first_tag

}  // namespace post_client

template <>
struct grapnel::client::AccountTag<post_client::Post> {
  static constexpr auto kTag = grapnel::Tag<8>{{8, 147, 90, 186, 185, 56, 192, 150}};
};

template <>
struct grapnel::client::EventTag<post_client::Described> {
  static constexpr auto kTag = grapnel::Tag<8>{{136, 132, 44, 36, 117, 237, 167, 178}};
};

template <>
struct grapnel::client::EventTag<post_client::ShortTitle> {
  static constexpr auto kTag = grapnel::Tag<8>{{27, 179, 214, 28, 73, 169, 23, 229}};
};

#endif
