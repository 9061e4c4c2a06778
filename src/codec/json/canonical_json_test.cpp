#include "codec/json/canonical_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace zestron::codec {
namespace {

std::string canonical(std::string_view text) {
  const auto value = parse_json(text);
  if (!value) return "parse: " + value.error().message;
  const auto out = canonical_json(*value);
  return out ? *out : "canonical: " + out.error().message;
}

JsonError error_of(std::string_view text, JsonLimits limits = {}) { return parse_json(text, limits).error().code; }

TEST(CanonicalJson, sorts_members_and_drops_white_space) {
  EXPECT_EQ(canonical(R"( { "b" : [ 1 , true , null ] , "a" : { "d":"", "c":2 } } )"),
            R"({"a":{"c":2,"d":""},"b":[1,true,null]})");
}

// RFC 8785 §3.2.3: by UTF-16 code units, where U+1F600 stands before U+FB33.
TEST(CanonicalJson, sorts_as_the_rfc_does) {
  EXPECT_EQ(
      canonical(
          R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",)"
          R"("\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})"),
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With "
      "Diaeresis\","
      "\"\u20ac\":\"Euro Sign\",\"\U0001f600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With "
      "Dagesh\"}");
}

// RFC 8785 appendix B, and the borders between the forms.
TEST(CanonicalJson, prints_numbers_as_ecmascript) {
  const std::pair<const char*, const char*> table[] = {
      {"0.0", "0"},
      {"-0.0", "0"},
      {"1.0", "1"},
      {"1e21", "1e+21"},
      {"1e20", "100000000000000000000"},
      {"1e-6", "0.000001"},
      {"1e-7", "1e-7"},
      {"5e-324", "5e-324"},
      {"4.50", "4.5"},
      {"-1.5", "-1.5"},
      {"333333333.33333329", "333333333.3333333"},
      {"123456.789", "123456.789"},
      {"9.999999999999997e22", "9.999999999999997e+22"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
  };
  for (const auto& [in, out] : table) EXPECT_EQ(canonical(in), out) << in;
}

TEST(CanonicalJson, refuses_integers_that_a_double_would_change) {
  EXPECT_EQ(canonical("9007199254740992"), "9007199254740992");
  EXPECT_EQ(canonical("1e17"), "100000000000000000");
  EXPECT_EQ(canonical("100000000000000000"), "100000000000000000") << "the canonical form is its own canonical form";
  EXPECT_EQ(canonical("9223372036854775808"),
            "canonical: the number 9223372036854775808 does not fit a double; write it as a string");
  EXPECT_EQ(canonical("-9223372036854775808"),
            "canonical: the number -9223372036854775808 does not fit a double; write it as a string");
  EXPECT_EQ(canonical("[9007199254740993]"),
            "canonical: the number 9007199254740993 does not fit a double; write it as a string");
  EXPECT_EQ(canonical("[-9007199254740993]"),
            "canonical: the number -9007199254740993 does not fit a double; write it as a string");
}

TEST(CanonicalJson, form_and_order_do_not_change_the_hash) {
  EXPECT_EQ(canonical_hash(*parse_json(R"({"a":1.0,"b":2})")).value(),
            canonical_hash(*parse_json("{\"b\":2,\n\"a\":1}")).value());
  EXPECT_NE(canonical_hash(*parse_json(R"({"a":1})")).value(), canonical_hash(*parse_json(R"({"a":"1"})")).value());
}

TEST(CanonicalJson, refuses_what_json_does_not_have) {
  EXPECT_EQ(canonical_json(std::string("\xff")).error().code, JsonError::kNotCanonical);
  EXPECT_EQ(canonical_json(std::numeric_limits<double>::infinity()).error().code, JsonError::kNotCanonical);
  EXPECT_EQ(canonical_json(nlohmann::json::binary({1, 2})).error().code, JsonError::kNotCanonical);
}

// Random documents: the canonical form reads back as the same value, and is its own canonical form.
nlohmann::json any_document(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0: return nullptr;
    case 1: return *rc::gen::arbitrary<bool>();
    case 2: return *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53), std::int64_t{1} << 53);
    case 3: {
      const auto value = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
      return std::isfinite(value) ? value : 0.5;
    }
    case 4: return *rc::gen::string<std::string>();
    case 5: {
      auto array = nlohmann::json::array();
      for (int i = *rc::gen::inRange(0, 4); i != 0; --i) array.push_back(any_document(depth - 1));
      return array;
    }
    default: {
      auto object = nlohmann::json::object();
      for (int i = *rc::gen::inRange(0, 4); i != 0; --i)
        object[*rc::gen::string<std::string>()] = any_document(depth - 1);
      return object;
    }
  }
}

RC_GTEST_PROP(CanonicalJson, reads_back_as_the_same_value, ()) {
  const auto document = any_document(3);
  const auto text = canonical_json(document);
  if (!text) {
    RC_ASSERT(text.error().code == JsonError::kNotCanonical);
    RC_DISCARD("not UTF-8");
  }
  const auto again = parse_json(*text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == document);
  RC_ASSERT(canonical_json(*again).value() == *text);
}

TEST(ParseJson, names_what_is_wrong_and_where) {
  EXPECT_EQ(error_of(R"({"a":1,"a":2})"), JsonError::kDuplicate);
  EXPECT_EQ(error_of(R"({"a":{"b":1},"c":[{"b":1,"b":1}]})"), JsonError::kDuplicate);
  EXPECT_TRUE(parse_json(R"({"a":{"b":1},"c":{"b":1}})")) << "the same name in different objects";
  EXPECT_EQ(error_of("{} x"), JsonError::kMalformed);
  EXPECT_EQ(error_of(""), JsonError::kMalformed);
  EXPECT_EQ(error_of("[[1]]", {.bytes_max = 4}), JsonError::kTooLarge);
  EXPECT_EQ(error_of(std::string(65, '[') + std::string(65, ']')), JsonError::kTooLarge);
  const auto bad = parse_json("{\n  \"a\": x\n}");
  EXPECT_NE(bad.error().message.find("line 2, column 8"), std::string::npos) << bad.error().message;
}

TEST(ParseJson, quotes_no_more_of_a_document_than_a_line_holds) {
  const std::string words(4'000, 'x');
  for (const auto& text :
       {"{\"a\":\"" + words, "{\"" + words + "\":1,\"" + words + "\":2}", "[" + std::string(4'000, '9') + "e999]"}) {
    const auto bad = parse_json(text);
    ASSERT_FALSE(bad);
    EXPECT_LT(bad.error().message.size(), 300U) << bad.error().message;
  }
  const auto cut = parse_json("{\"secret\":\"sk-12345");
  EXPECT_EQ(cut.error().message.find("sk-12345"), std::string::npos) << cut.error().message;
}

}  // namespace
}  // namespace zestron::codec
