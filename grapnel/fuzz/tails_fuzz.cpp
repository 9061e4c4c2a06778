// The check of tails on arbitrary account data: what is accepted reads inside of the data and is, byte for byte, what an
// encoder writes; what a second, slower reader accepts isn't refused; edits keep it sound.
#include <grapnel/borsh.hpp>
#include <grapnel/client/client.hpp>

#include <cstdlib>

using namespace grapnel;

namespace {

struct Post {
  u64 likes;
  Tail<String<24>> title;
  Tail<Vec<Pubkey, 2>> tags;
  Tail<Option<u64>> pinned;
  Tail<ByteView<200>> body;
};
// The same as arguments: read by borsh.hpp.
struct Arguments {
  u64 likes;
  String<24> title;
  Vec<Pubkey, 2> tags;
  Option<u64> pinned;
  ByteView<200> body;
};

void require(bool condition) {
  if (!condition) std::abort();
}

void edit(RawAccount* account, u8 choice) {
  using Format = AccountFormat<Post>;
  const auto body = Format::edit(account, &Post::body);
  const auto title = Format::edit(account, &Post::title);
  const auto tags = Format::edit(account, &Post::tags);
  switch (choice % 8) {
    case 0: static_cast<void>(body.push(choice)); break;
    case 1: static_cast<void>(body.insert(choice / 8, choice)); break;
    case 2: static_cast<void>(body.erase(choice / 8)); break;
    case 3: static_cast<void>(title.append("tails")); break;
    case 4: static_cast<void>(tags.push({{choice, 0, 0, 0}})); break;
    case 5: static_cast<void>(tags.erase(0)); break;
    case 6: static_cast<void>(Format::edit(account, &Post::pinned).set(choice)); break;
    default: Format::edit(account, &Post::pinned).reset(); break;
  }
}

}  // namespace

// The last eight bytes choose edits, the others are the account's, behind a discriminator.
extern "C" int LLVMFuzzerTestOneInput(const u8* data, std::size_t size) {
  const usize edits = size < 8 ? size : 8;
  const std::span<const u8> body(data, size - edits);
  client::Bytes account;
  client::detail::append_raw(account, kAccountDiscriminator<Post>);
  account.insert(account.end(), body.begin(), body.end());

  const auto value = client::account<Post>(account);
  Arguments arguments;
  detail::Reader reader{body.data(), body.data() + body.size()};
  require(value.has_value() == detail::decode(reader, arguments));
  if (!value) return 0;

  client::Bytes encoded;
  value->append_to(encoded);
  require(encoded.size() <= body.size() && std::equal(encoded.begin(), encoded.end(), body.begin()));

  client::Bytes memory(sizeof(RawAccount) + account.size());  // of exactly its size: ASan sees a step outside
  auto* raw = reinterpret_cast<RawAccount*>(memory.data());
  raw->size = account.size();
  std::copy(account.begin(), account.end(), raw->data());
  for (usize i = 0; i < edits; ++i) {
    edit(raw, data[body.size() + i]);
    require(client::account<Post>({raw->data(), raw->size}).has_value());
  }
  return 0;
}
