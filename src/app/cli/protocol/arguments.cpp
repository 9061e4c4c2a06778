#include "app/cli/protocol/verb.hpp"
#include "protocols/client/value.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
using client::Type;
using nlohmann::json;
using Kind = Type::Kind;
using Texts = std::map<std::string, std::string, std::less<>>;

bool is_reserved(std::string_view name) { return name.starts_with("reserved"); }
std::string_view last_part(std::string_view path) {
  const auto dot = path.rfind('.');
  return dot == path.npos ? path : path.substr(dot + 1);
}

void add_leaves(const Type& type, const std::string& prefix, std::vector<Leaf>& out) {
  for (const auto& field : type.fields) {
    if (is_reserved(field.name)) continue;
    const auto path = prefix.empty() ? field.name : fmt::format("{}.{}", prefix, field.name);
    if (field.type->kind == Kind::kStruct) {
      add_leaves(*field.type, path, out);
    } else {
      out.push_back({path, {}, field.type.get()});
    }
  }
}

class ToValue {
 public:
  ToValue(const std::map<std::string, Unit>& units, std::int64_t now, const DecimalsOf& decimals_of)
      : units_(units), now_(now), decimals_of_(decimals_of) {}

  using Value = std::expected<json, std::string>;

  Value from_texts(const Type& type, const std::string& prefix, const Texts& texts) {
    json out = json::object();
    for (const auto& field : type.fields) {
      const auto path = prefix.empty() ? field.name : fmt::format("{}.{}", prefix, field.name);
      if (field.type->kind == Kind::kStruct) {
        auto inner = from_texts(*field.type, path, texts);
        if (!inner) return inner;
        out[field.name] = *std::move(inner);
      } else if (const auto text = texts.find(path); text != texts.end()) {
        auto value = from_text(*field.type, path, text->second);
        if (!value) return value;
        out[field.name] = *std::move(value);
      }
    }
    return out;
  }

 private:
  Value from_text(const Type& type, const std::string& path, const std::string& text) {
    if (type.kind == Kind::kList || (type.kind == Kind::kArray && !is_bytes(type))) {
      json list = json::array();
      if (text.starts_with('[')) {
        list = json::parse(text, nullptr, false);
        if (!list.is_array()) return std::unexpected(fmt::format("{}: '{}' is no JSON list", path, text));
      } else {
        for (std::size_t at = 0; at < text.size();) {
          const auto comma = std::min(text.find(',', at), text.size());
          list.push_back(text.substr(at, comma - at));
          at = comma + 1;
        }
      }
      return in_units(type, path, list);
    }
    return in_units(type, path, json(text));
  }

  // Texts of numbers that count something; numbers in JSON are taken as they are.
  Value in_units(const Type& type, const std::string& path, const json& value) {
    switch (type.kind) {
      case Kind::kList:
      case Kind::kArray: {
        if (!value.is_array()) return value;
        json out = json::array();
        for (const auto& item : value) {
          auto converted = in_units(*type.element, path, item);
          if (!converted) return converted;
          out.push_back(*std::move(converted));
        }
        return out;
      }
      case Kind::kStruct: {
        if (!value.is_object()) return value;
        json out = value;
        for (const auto& field : type.fields) {
          if (!value.contains(field.name)) continue;
          auto converted = in_units(*field.type, fmt::format("{}.{}", path, field.name), value[field.name]);
          if (!converted) return converted;
          out[field.name] = *std::move(converted);
        }
        return out;
      }
      case Kind::kUnsigned:
      case Kind::kSigned: return value.is_string() ? number(path, value.get<std::string>()) : Value(value);
      default: return value;
    }
  }

  Value number(const std::string& path, const std::string& text) {
    const auto field = last_part(path);
    const auto given = units_.find(path);
    const auto unit = given != units_.end() ? given->second : unit_of(field);
    const auto named = [&](const std::string& error) { return std::unexpected(fmt::format("{}: {}", path, error)); };
    if (unit == Unit::kToken || unit == Unit::kSol) {
      if (text == "all") return json(std::to_string(~std::uint64_t{0}));
      const auto decimals = unit == Unit::kSol ? std::expected<std::uint8_t, std::string>(9) : decimals_of_(field);
      if (!decimals) return std::unexpected(decimals.error());
      const auto amount = parse_amount(text, *decimals);
      if (!amount) return named(amount.error());
      return json(std::to_string(*amount));
    }
    if (unit == Unit::kSeconds || unit == Unit::kMoment) {
      const auto time = unit == Unit::kSeconds ? parse_seconds(text) : parse_moment(text, now_);
      if (!time) return named(time.error());
      return json(std::to_string(*time));
    }
    return json(text);
  }

  static bool is_bytes(const Type& type) { return type.element->kind == Kind::kUnsigned && type.element->count == 1; }

  const std::map<std::string, Unit>& units_;
  std::int64_t now_;
  const DecimalsOf& decimals_of_;
};

}  // namespace

std::vector<Leaf> leaves_of(const Type& arguments) {
  std::vector<Leaf> out;
  add_leaves(arguments, "", out);
  for (auto& leaf : out) {
    const auto name = last_part(leaf.path);
    const auto same = std::ranges::count_if(out, [&](const Leaf& other) { return last_part(other.path) == name; });
    leaf.option = client::kebab(same == 1 ? std::string(name) : leaf.path);
    std::ranges::replace(leaf.option, '.', '-');
  }
  return out;
}

std::string hint_of(const Type& type, Unit unit) {
  switch (type.kind) {
    case Kind::kBool: return "true or false";
    case Kind::kUnsigned:
    case Kind::kSigned:
      switch (unit) {
        case Unit::kToken: return "tokens, such as 12.5";
        case Unit::kSol: return "SOL";
        case Unit::kSeconds: return "a length of time: 90s, 15m, 12h, 30d";
        case Unit::kMoment: return "unix seconds, or +30d from now";
        case Unit::kPlain: return "a number";
      }
      return {};
    case Kind::kKey: return "an address";
    case Kind::kText:
    case Kind::kFixedText: return "text";
    case Kind::kBytes: return "bytes in hexadecimal";
    case Kind::kEnum: {
      std::string names;
      for (const auto& variant : type.variants) names += (names.empty() ? "" : ", ") + client::kebab(variant);
      return names;
    }
    case Kind::kArray: return fmt::format("{} bytes in hexadecimal", type.count);
    case Kind::kList:
      return type.element->kind == Kind::kStruct ? "a JSON list" : "values with commas between them, or a JSON list";
    case Kind::kStruct:
    case Kind::kOption: return "JSON";
  }
  return {};
}

std::expected<json, std::string> to_value(const Type& type, const Texts& texts,
                                          const std::map<std::string, Unit>& units, std::int64_t now,
                                          const DecimalsOf& decimals_of) {
  return ToValue(units, now, decimals_of).from_texts(type, "", texts);
}

}  // namespace zestron::cli
