// The IDL's parts that clients resolve accounts and types by.
#include <gtest/gtest.h>

#include <grapnel/idl/print.hpp>

namespace library {
using namespace grapnel;

constexpr Pubkey kProgramId = "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP"_pubkey;

enum class Genre : u8 { Novel, Poem };
struct Edition {
  u32 year;
  u32 number;
};
struct Book {
  Pubkey author;
  U128 isbn;
  Array<Edition, 2> editions;
  FixedString<12> shelf;
  Array<Genre, 4> genres;
  TailString<24> title;
};
struct Lent {
  u64 when;
};

constexpr Pubkey kGuild = "So11111111111111111111111111111111111111112"_pubkey;

struct Lend {
  struct Args {
    u64 days;
    Option<Edition> edition;
    Vec<u16, 4> notes;
    String<9> reader;
  };
  Signer author;
  With<Account<Book, HasOne<&Book::author>>, Seeds<"book", &Lend::author, &Book::isbn, &Args::days>> book;
  Optional<Mut<Unchecked>> desk;
  With<Unchecked, Address<kProgramId>> self;
  With<Unchecked, FoundAt<kGuild, "card", &Lend::author>> card;
  Program<System> system_program;
};
Result<u32> lend(Context<Lend>&, const Lend::Args&);

struct Borrowed {
  Mut<Account<Book, Seeds<"book", Key<"author">>, HasOne<&Book::author>>> book;
  Signer author;
};
struct GiveBack {
  Borrowed borrowed;
  Signer librarian;
};
Result<> give_back(Context<GiveBack>&);

struct LibraryProgram : Module<"library", kProgramId, lend, give_back> {
  using Events = List<Lent>;
  using Constants = List<Constant<"DAYS", u64{30}>>;
  static constexpr Text kVersion = "1.2.3";
};

namespace {

using grapnel::idl::Json;

Json account(const char* name) {
  static const Json idl = grapnel::idl::make<LibraryProgram>();
  for (const Json& item : idl["instructions"][0]["accounts"]) {
    if (item["name"] == name) return item;
  }
  return {};
}

Json type(const char* name) {
  static const Json idl = grapnel::idl::make<LibraryProgram>();
  for (const Json& item : idl["types"]) {
    if (item["name"] == name) return item["type"];
  }
  return {};
}

TEST(Idl, accounts_say_how_to_fill_them_in) {
  EXPECT_EQ(account("author"), Json::parse(R"({"name":"author","signer":true,"relations":["book"]})"));
  EXPECT_EQ(account("book"), Json::parse(R"({"name":"book","pda":{"seeds":[{"kind":"const","value":[98,111,111,107]},
        {"kind":"account","path":"author"},{"kind":"account","path":"book.isbn","account":"Book"},{"kind":"arg","path":"days"}]}})"));
  EXPECT_EQ(account("desk"), Json::parse(R"({"name":"desk","writable":true,"optional":true})"));
  EXPECT_EQ(account("self")["address"], "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP");
  const Json guild = account("card")["pda"];
  EXPECT_EQ(guild["seeds"],
            Json::parse(R"([{"kind":"const","value":[99,97,114,100]},{"kind":"account","path":"author"}])"));
  EXPECT_EQ(guild["program"], grapnel::idl::detail::key_bytes(kGuild));
  EXPECT_EQ(account("system_program")["address"], "11111111111111111111111111111111");
}

TEST(Idl, composites_are_groups_with_paths_of_their_own) {
  EXPECT_EQ(grapnel::idl::make<LibraryProgram>()["instructions"][1]["accounts"], Json::parse(R"([
        {"name":"borrowed","accounts":[
          {"name":"book","writable":true,"pda":{"seeds":[{"kind":"const","value":[98,111,111,107]},
            {"kind":"account","path":"author"}]}},
          {"name":"author","signer":true,"relations":["book"]}]},
        {"name":"librarian","signer":true}])"));
}

TEST(Idl, types_are_borsh) {
  EXPECT_EQ(type("Book"), Json::parse(R"({"kind":"struct","fields":[
        {"name":"author","type":"pubkey"},{"name":"isbn","type":"u128"},
        {"name":"editions","type":{"array":[{"defined":{"name":"Edition"}},2]}},
        {"name":"shelf","type":{"defined":{"name":"FixedString12"}}},
        {"name":"genres","type":{"array":[{"defined":{"name":"Genre"}},4]}},
        {"name":"title","type":"string"}]})"));
  EXPECT_EQ(
      type("FixedString12"),
      Json::parse(
          R"({"kind":"struct","fields":[{"name":"used","type":"u32"},{"name":"chars","type":{"array":["u8",12]}}]})"));
  EXPECT_EQ(type("Genre"), Json::parse(R"({"kind":"enum","variants":[{"name":"Novel"},{"name":"Poem"}]})"));
}

TEST(Idl, the_rest) {
  const Json idl = grapnel::idl::make<LibraryProgram>();
  EXPECT_EQ(idl["metadata"], Json::parse(R"({"name":"library","version":"1.2.3","spec":"0.1.0"})"));
  EXPECT_EQ(idl["instructions"][0]["args"], Json::parse(R"([{"name":"days","type":"u64"},
        {"name":"edition","type":{"option":{"defined":{"name":"Edition"}}}},
        {"name":"notes","type":{"vec":"u16"}},{"name":"reader","type":"string"}])"));
  EXPECT_EQ(idl["instructions"][0]["returns"], "u32");
  EXPECT_EQ(idl["constants"], Json::parse(R"([{"name":"DAYS","type":"u64","value":"30"}])"));
  EXPECT_EQ(idl["events"][0]["name"], "Lent");
  EXPECT_FALSE(idl.contains("errors")) << "empty parts are left out";
}

}  // namespace
}  // namespace library
