#include "chain_rpc/json_text.hpp"

#include <nlohmann/json.hpp>

namespace zestron::chain_rpc {
namespace {

using Json = nlohmann::ordered_json;  // keeps the order of members, so that the text stays recognisable

Json parse(std::string_view text) { return Json::parse(text, nullptr, /*allow_exceptions=*/false); }

}  // namespace

std::string json_member(std::string_view json, std::string_view name) {
  const Json parsed = parse(json);
  if (!parsed.is_object()) return "null";
  const auto found = parsed.find(std::string(name));
  return found == parsed.end() ? "null" : found->dump();
}

std::vector<std::string> json_elements(std::string_view json) {
  std::vector<std::string> texts;
  const Json parsed = parse(json);
  if (!parsed.is_array()) return texts;
  for (const Json& element : parsed) texts.push_back(element.dump());
  return texts;
}

std::string json_without(std::string_view json, const std::vector<std::string_view>& names) {
  Json parsed = parse(json);
  if (!parsed.is_object()) return std::string(json);
  for (const auto name : names) parsed.erase(std::string(name));
  return parsed.dump();
}

}  // namespace zestron::chain_rpc
