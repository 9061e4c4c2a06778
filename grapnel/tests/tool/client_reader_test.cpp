// What `grapnel client` says of an IDL that is wrong, and that nothing in one can get out of its place in the header.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "client/client.hpp"
#include "client/command.hpp"
#include "client/constants.hpp"
#include "client/names.hpp"
#include "client/text.hpp"

namespace grapnel::tool::client {
namespace {

using nlohmann::json;

std::string everything_text() {
  std::ifstream in(GRAPNEL_EVERYTHING_IDL, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

json everything() { return json::parse(everything_text()); }

json smallest() {
  return {{"address", "11111111111111111111111111111111"},
          {"metadata", {{"name", "small"}, {"version", "0.1.0"}, {"spec", "0.1.0"}}},
          {"instructions", json::array()}};
}

json with_type(const json& type) {
  json idl = smallest();
  idl["types"] =
      json::array({{{"name", "T"}, {"type", {{"kind", "struct"}, {"fields", {{{"name", "a"}, {"type", type}}}}}}}});
  return idl;
}

// A small IDL with one account T of these fields, as {"name", type} pairs.
json with_account(const std::vector<std::pair<std::string, json>>& fields) {
  json idl = smallest();
  json list = json::array();
  for (const auto& [name, type] : fields) list.push_back({{"name", name}, {"type", type}});
  idl["accounts"] = json::array({{{"name", "T"}, {"discriminator", {1, 2, 3, 4, 5, 6, 7, 8}}}});
  idl["types"] = json::array({{{"name", "T"}, {"type", {{"kind", "struct"}, {"fields", list}}}}});
  return idl;
}

std::string complaint(const json& idl) {
  const auto header = make_client(idl.dump(), "");
  return header ? "" : header.error();
}

TEST(InPlace, ends_before_the_first_field_that_is_no_tail) {
  const auto header = make_client(with_account({{"flag", "bool"},
                                                {"count", "u64"},
                                                {"title", "string"},
                                                {"keys", {{"vec", "pubkey"}}},
                                                {"bump", "u8"},
                                                {"more", "string"}})
                                      .dump(),
                                  "x");
  ASSERT_TRUE(header) << header.error();
  EXPECT_NE(
      header->find("struct TInPlace {\n  bool flag{};\n  Unaligned<u64> count{};\n  Tail<String<foreign::kTailMax<1>>> "
                   "title{};\n  Tail<Vec<Pubkey, foreign::kTailMax<32>>> keys{};\n};"),
      std::string::npos)
      << *header;
  EXPECT_NE(header->find("up to bump"), std::string::npos);
}

TEST(InPlace, is_not_written_where_nothing_variable_can_be_read) {
  const json none[] = {with_account({{"count", "u64"}}), with_account({{"flags", {{"vec", "bool"}}}}),
                       with_account({{"names", {{"vec", "string"}}}, {"title", "string"}})};
  for (const json& idl : none) {
    const auto header = make_client(idl.dump(), "x");
    ASSERT_TRUE(header) << header.error();
    EXPECT_EQ(header->find("InPlace"), std::string::npos) << *header;
  }
}

TEST(ClientReader, takes_the_smallest_idl) { EXPECT_EQ(complaint(smallest()), ""); }

TEST(ClientReader, gives_the_same_bytes_for_the_same_idl) {
  const auto first = make_client(everything_text(), "x");
  ASSERT_TRUE(first) << first.error();
  EXPECT_EQ(*first, *make_client(everything_text(), "x"));
  EXPECT_EQ(*first, *make_client(everything().dump(4), "x")) << "order and spaces of the JSON";
}

TEST(ClientReader, says_where_the_json_ends) {
  EXPECT_EQ(make_client("{\n  \"address\": ?", "").error(), "the IDL is no JSON: line 2, column 14");
  EXPECT_EQ(make_client("", "").error(), "the IDL is no JSON: line 1, column 1");
  EXPECT_EQ(make_client("[]", "").error(), "the IDL: an object is expected, not array");
}

TEST(ClientReader, bounds_size_and_nesting) {
  EXPECT_EQ(make_client(std::string(100'000, '['), "").error(), "the IDL is nested more than 64 deep");
  EXPECT_EQ(make_client(std::string((8 << 20) + 1, ' '), "").error(),
            "the IDL has 8388609 bytes; at most 8388608 are read");
}

TEST(ClientReader, knows_the_form_before_spec_0_1_0) {
  const json old = {{"version", "0.1.0"}, {"name", "old"}, {"instructions", json::array()}};
  EXPECT_EQ(complaint(old),
            "the IDL: is of the form before Anchor 0.30, which has no discriminators and no address; "
            "`anchor idl convert FILE -o NEW` makes spec 0.1.0 of it");
  json other = smallest();
  other["metadata"]["spec"] = "0.2.0";
  EXPECT_EQ(complaint(other), "metadata.spec: \"0.2.0\" is unknown; 0.1.0 is read");
  EXPECT_EQ(complaint(json::object()), "the IDL: has no \"metadata.spec\": it is no Anchor IDL");
}

TEST(ClientReader, names_the_path_of_what_is_wrong) {
  EXPECT_EQ(complaint(with_type("u63")), "types[0].type.fields[0].type: \"u63\" is no type of spec 0.1.0");
  EXPECT_EQ(complaint(with_type({{"vec", {{"option", 5}}}})),
            "types[0].type.fields[0].type.vec.option: an object is expected, not number");
  EXPECT_EQ(complaint(with_type({{"array", {"u8", -1}}})),
            "types[0].type.fields[0].type.array[1]: a number from 0 to 10485760 is expected");
  EXPECT_EQ(complaint(with_type({{"defined", {{"name", "U"}}}})),
            "types[0].type.fields[0].type: no type is named \"U\"");
  EXPECT_EQ(complaint(with_type({{"generic", "G"}})),
            "types[0].type.fields[0].type: no generic type is named \"G\" here");
  EXPECT_EQ(complaint(with_type({{"option", {{"defined", {{"name", "T"}}}}}})),
            "types[0].type.fields[0].type.option: \"T\" contains itself other than through a vec");
  EXPECT_EQ(complaint(with_type({{"coption", "string"}})),
            "types[0].type.fields[0].type: a coption has room for its content always, so that needs a fixed size");
  EXPECT_EQ(complaint(with_type({{"array", {{{"array", {"u64", 1 << 20}}}, 1 << 20}}})),
            "types[0].type.fields[0].type: is larger than an account can be");
  json idl = with_type("string");
  idl["types"][0]["serialization"] = "bytemuck";
  EXPECT_EQ(complaint(idl), "types[0].type.fields[0].type: has no fixed layout, which bytemuck needs");
  idl = smallest();
  idl["address"] = "1111111111111111111111111111111O";
  EXPECT_EQ(complaint(idl), "address: \"1111111111111111111111111111111O\" is no address (32 bytes in base58)");
  idl = smallest();
  idl["accounts"] = {{{"name", "Lost"}, {"discriminator", {1}}}};
  EXPECT_EQ(complaint(idl), "accounts[0]: no type is named \"Lost\"");
  idl = everything();
  idl["instructions"][0]["accounts"][2]["pda"]["seeds"][2]["path"] = "params.none";
  EXPECT_EQ(complaint(idl), "instructions[0].accounts[2].pda: no argument is named \"params.none\"");
  idl = everything();
  idl["errors"][1]["code"] = 6000;
  EXPECT_EQ(complaint(idl), "errors: code 6000 stands twice");
  idl = everything();
  idl["instructions"][2]["args"][1]["name"] = "flag";
  EXPECT_EQ(complaint(idl), "instructions[2].args[1].type: a field \"flag\" stands before");
  idl = everything();
  idl["types"][3]["name"] = "Config";
  EXPECT_EQ(complaint(idl), "types: \"Config\" stands twice");
}

TEST(ClientReader, bounds_generics_that_grow_for_ever) {
  json idl = smallest();
  const json inner = {
      {"defined", {{"name", "G"}, {"generics", {{{"kind", "type"}, {"type", {{"vec", {{"generic", "T"}}}}}}}}}}};
  idl["types"] = {{{"name", "G"},
                   {"generics", {{{"kind", "type"}, {"name", "T"}}}},
                   {"type", {{"kind", "struct"}, {"fields", {{{"name", "a"}, {"type", {{"vec", inner}}}}}}}}},
                  {{"name", "Use"},
                   {"type",
                    {{"kind", "type"},
                     {"alias", {{"defined", {{"name", "G"}, {"generics", {{{"kind", "type"}, {"type", "u8"}}}}}}}}}}}};
  EXPECT_TRUE(complaint(idl).ends_with("generics make a name of more than 1024 characters"));
}

TEST(ClientReader, lets_no_text_out_of_its_place) {
  json idl = smallest();
  const std::string evil = "x\\\n#error out\r\n*/ #error\u2028 \"; int y; //\\";
  idl["metadata"]["name"] = evil;
  idl["metadata"]["version"] = evil;
  idl["docs"] = {evil};
  idl["constants"] = {{{"name", evil}, {"type", "string"}, {"value", evil}},
                      {{"name", "n"}, {"type", "u8"}, {"value", evil}}};
  idl["errors"] = {{{"name", evil}, {"code", 1}, {"msg", evil}}};
  const auto header = make_client(idl.dump(), "evil");
  ASSERT_TRUE(header) << header.error();
  for (std::size_t at = 0; at < header->size();) {
    const std::size_t end = std::min(header->find('\n', at), header->size());
    const std::string line = header->substr(at, end - at);
    EXPECT_FALSE(line.starts_with("#error")) << line;
    EXPECT_FALSE(line.ends_with('\\')) << line;
    EXPECT_EQ(line.find('\r'), std::string::npos) << line;
    at = end + 1;
  }
}

TEST(ClientNames, are_identifiers_and_no_keywords) {
  EXPECT_EQ(identifier("r#type"), "type");
  EXPECT_EQ(identifier("class"), "class_");
  EXPECT_EQ(identifier("Pubkey"), "Pubkey_");
  EXPECT_EQ(identifier("a::b"), "a_b");
  EXPECT_EQ(identifier("1st-item"), "_1st_item");
  EXPECT_EQ(identifier("_Upper__x"), "Upper_x");
  EXPECT_EQ(identifier(""), "_");
  EXPECT_EQ(pascal("MAX_SEED"), "MaxSeed");
  EXPECT_EQ(snake("createPool"), "create_pool");
  Scope scope;
  EXPECT_EQ(scope.take("a"), "a");
  EXPECT_EQ(scope.take("a"), "a_");
  EXPECT_EQ(scope.take("a"), "a_2");
}

RC_GTEST_PROP(ClientNames, any_text_becomes_an_identifier, (std::string text)) {
  const std::string name = identifier(text);
  RC_ASSERT(!name.empty() && !(name[0] >= '0' && name[0] <= '9'));
  for (const char c : name)
    RC_ASSERT(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  RC_ASSERT(name.find("__") == std::string::npos);
}

RC_GTEST_PROP(ClientText, any_text_is_one_comment, (std::string text)) {
  const std::string line = clean(text);
  RC_ASSERT(line.find('\n') == std::string::npos);
  RC_ASSERT(!line.ends_with('\\'));
}

std::string constant(const json& type, const std::string& value) {
  const Type parsed = type.is_string() ? Type{.kind = Type::Kind::Primitive, .name = type.get<std::string>()}
                                       : Type{.kind = Type::Kind::Array, .element = {Type{.name = "u8"}}};
  return constant_definition({"N", {}, parsed, value}, "kN").value_or("");
}

TEST(ClientConstants, are_of_their_type_or_not_defined) {
  EXPECT_EQ(constant("u8", "255"), "u8 kN = 255;");
  EXPECT_EQ(constant("u8", "256"), "");
  EXPECT_EQ(constant("u8", "-1"), "");
  EXPECT_EQ(constant("i8", "-128"), "i8 kN = -128;");
  EXPECT_EQ(constant("i8", "128"), "");
  EXPECT_EQ(constant("i8", "-129"), "");
  EXPECT_EQ(constant("i128", "-1"), "I128 kN = {18446744073709551615u, -1};");
  EXPECT_EQ(constant("u64", "1 + 1"), "");
  EXPECT_EQ(constant("f64", "2"), "double kN = 2.0;");
  EXPECT_EQ(constant("f64", "inf"), "");
  EXPECT_EQ(constant("bool", "maybe"), "");
  EXPECT_EQ(constant("bytes", "[1, 2]"), "Array<u8, 2> kN = {{1, 2}};");
  EXPECT_EQ(constant("bytes", "[]"), "");
  EXPECT_EQ(constant(json::object(), "[1, 300]"), "");
  EXPECT_EQ(constant("string", "\"a\\\"b\""), "Text kN = {\"a\\\"b\", 3};");
}

// All places of a document, as pointers.
void collect(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& out) {
  out.push_back(at);
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) collect(item, at / key, out);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], at / i, out);
  }
}

RC_GTEST_PROP(ClientReader, a_broken_idl_gets_one_line_or_a_header, ()) {
  static const json kWhole = everything();
  json idl = kWhole;
  std::vector<json::json_pointer> places;
  collect(idl, json::json_pointer(), places);
  const auto count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    const auto& from = places[*rc::gen::inRange<std::size_t>(0, places.size())];
    const auto& to = places[*rc::gen::inRange<std::size_t>(0, places.size())];
    const json replacement =
        *rc::gen::element<json>(nullptr, -1, 1e300, "u8", "", json::array(), json::object(), kWhole[to]);
    if (idl.contains(from)) idl[from] = replacement;
  }
  const auto header = make_client(idl.dump(), "");
  RC_CLASSIFY(header.has_value(), "a header");
  if (!header) {
    RC_ASSERT(!header.error().empty());
    RC_ASSERT(header.error().find('\n') == std::string::npos);
  }
}

// The verb as the command line calls it: its exit code, and what it says.
struct Ended {
  int code;
  std::string said;
};
Ended run_verb(const std::string& arguments) {
  CLI::App app;
  register_client(app);
  ::testing::internal::CaptureStderr();
  int code = 0;
  try {
    app.parse("client " + arguments);
  } catch (const CLI::RuntimeError& failed) {
    code = failed.get_exit_code();
  }
  return {code, ::testing::internal::GetCapturedStderr()};
}

TEST(ClientCheck, compares_and_names_the_first_line_that_differs) {
  const auto folder = std::filesystem::temp_directory_path() / "grapnel-client-check";
  std::filesystem::create_directories(folder);
  const auto header = folder / "x.hpp";
  const std::string base = std::string(GRAPNEL_EVERYTHING_IDL) + " -o " + header.string();
  ASSERT_EQ(run_verb(base + " --namespace x").code, 0);
  EXPECT_EQ(run_verb(base + " --namespace x --check").code, 0);
  std::ofstream(header, std::ios::app) << "// edited\n";
  const Ended edited = run_verb(base + " --namespace x --check");
  EXPECT_EQ(edited.code, 1);
  EXPECT_NE(edited.said.find("differs from what the IDL gives"), std::string::npos);
  EXPECT_EQ(run_verb(base + " --namespace std --check").code, 1);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(run_verb(base + " --namespace x --check").code, 1) << "a header that isn't there";
}

}  // namespace
}  // namespace grapnel::tool::client
