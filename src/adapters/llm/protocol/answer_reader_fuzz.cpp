#include "adapters/llm/protocol/answer_reader.hpp"
#include "adapters/llm/protocol/checked_request.hpp"
#include "base/assert.hpp"
#include "codec/event_stream.hpp"

#include <nlohmann/json.hpp>

namespace {

const zestron::llm::CheckedRequest& request() {
  static const auto kRequest = zestron::llm::CheckedRequest::check(
      {.messages = {{.role = zestron::ports::Role::kUser, .text = "?"}},
       .tools =
           {{"look", "",
             R"({"type":"object","additionalProperties":false,"properties":{"n":{"type":"integer","minimum":0,"maximum":9}}})"}},
       .schema_json = R"({"type":"object","additionalProperties":false,"required":["act"],"properties":{
         "act":{"enum":["buy","hold"]},"amount":{"type":"number","minimum":-5,"maximum":5},"why":{"type":"string","maxLength":8}}})"});
  return *kRequest;
}

// By hand, so that it is not valijson that vouches for valijson.
void hold_to_schema(const zestron::ports::Answer& answer) {
  const auto value = nlohmann::json::parse(answer.text);
  ZESTRON_ASSERT(value.at("act") == "buy" || value.at("act") == "hold");
  for (const auto& item : value.items())
    ZESTRON_ASSERT(item.key() == "act" || item.key() == "amount" || item.key() == "why");
  if (value.contains("amount"))
    ZESTRON_ASSERT(value["amount"].get<double>() >= -5 && value["amount"].get<double>() <= 5);
  if (value.contains("why")) ZESTRON_ASSERT(value["why"].get_ref<const std::string&>().size() <= 8 * 4);
}

}  // namespace

// Whatever a provider streams: pieces add up to the text, bounds hold, and what is accepted fits the schema.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  codec::EventStream stream(64 * 1024);
  llm::AnswerReader reader;
  std::string text;
  if (!stream.feed(as_text({data, size}))) return 0;
  while (const auto event = stream.next()) {
    const auto piece = reader.event(*event);
    if (!piece) return 0;
    text += *piece;
  }
  ZESTRON_ASSERT(reader.bytes() <= ports::kAnswerBytesMax && reader.bytes() >= text.size());
  auto answer = reader.take();
  if (!answer) return 0;
  ZESTRON_ASSERT(answer->text == text && answer->tool_calls.size() <= ports::kToolCallsMax);
  const auto accepted = request().accept(*std::move(answer));
  if (accepted && accepted->tool_calls.empty()) hold_to_schema(*accepted);
  return 0;
}
