#include "chain_rpc/envelope.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace zestron::chain_rpc {
namespace {

Reply echo(std::string_view method, const Params& params) {
  if (method == "echo") return params[0].text();
  return refuse(code::kMethodNotFound, "Method not found");
}
std::string ask(std::string_view text) { return answer(text, echo); }

TEST(Envelope, ids_come_back_digit_for_digit) {
  for (const std::string id :
       {"0", "9007199254740993", "18446744073709551615", "-5", "null", R"("7")", R"("d2b1-é")"}) {
    EXPECT_EQ(ask(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"echo","params":[1]})"),
              R"({"jsonrpc":"2.0","result":1,"id":)" + id + "}");
  }
}

TEST(Envelope, standard_errors) {
  EXPECT_EQ(ask("{"), R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})");
  EXPECT_EQ(ask(""), R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})");
  const std::string invalid = R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null})";
  for (const auto* text : {"1", "null", R"("x")", "{}", R"({"jsonrpc":"1.0","id":1,"method":"echo"})",
                           R"({"jsonrpc":"2.0","id":1,"method":7})", R"({"jsonrpc":"2.0","id":1.5,"method":"echo"})",
                           R"({"jsonrpc":"2.0","id":{},"method":"echo"})",
                           R"({"jsonrpc":"2.0","id":99999999999999999999999,"method":"echo"})",
                           R"({"jsonrpc":"2.0","id":1,"method":"echo","params":3})"})
    EXPECT_EQ(ask(text), invalid) << text;
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","id":1,"method":"nope"})"),
            R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1})");
}

TEST(Envelope, notifications_and_empty_batches_have_no_answer) {
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"ping"})"), "");
  EXPECT_EQ(ask("[]"), "");
  EXPECT_EQ(ask(R"([{"jsonrpc":"2.0","method":"ping"}])"), "");
}

TEST(Envelope, a_batch_answers_in_order_and_each_for_itself) {
  EXPECT_EQ(
      ask(R"([{"jsonrpc":"2.0","id":1,"method":"echo","params":[1]},{"jsonrpc":"2.0","method":"echo"},3,{"jsonrpc":"2.0","id":2,"method":"echo","params":["b"]}])"),
      R"([{"jsonrpc":"2.0","result":1,"id":1},{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null},{"jsonrpc":"2.0","result":"b","id":2}])");
}

TEST(Envelope, bounds_batches_and_nesting) {
  std::string batch = "[";
  for (std::size_t i = 0; i <= kBatchMax; ++i) batch += (i == 0 ? "" : ",") + std::string("1");
  EXPECT_NE(ask(batch + "]").find("-32600"), std::string::npos);
  EXPECT_EQ(ask(batch + "]").front(), '{');
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_NE(ask(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":)" + deep + "}").find("-32700"), std::string::npos);
}

RC_GTEST_PROP(Envelope, u64_parameters_keep_every_digit, (std::uint64_t value)) {
  const auto number = std::to_string(value);
  RC_ASSERT(ask(R"({"jsonrpc":"2.0","id":1,"method":"echo","params":[)" + number + "]}") ==
            R"({"jsonrpc":"2.0","result":)" + number + R"(,"id":1})");
}

}  // namespace
}  // namespace zestron::chain_rpc
