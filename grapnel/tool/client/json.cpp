#include "client/json.hpp"

#include <fmt/format.h>

namespace grapnel::tool::client {

void Place::complain(std::string_view what) const {
  throw Complaint{fmt::format("{}: {}", path_.empty() ? "the IDL" : path_, what)};
}

const nlohmann::json* Place::find(std::string_view key) const {
  if (!value_->is_object()) complain(fmt::format("an object is expected, not {}", value_->type_name()));
  const auto found = value_->find(key);
  return found == value_->end() || found->is_null() ? nullptr : &*found;
}

Place Place::at(std::string_view key) const {
  const nlohmann::json* found = find(key);
  if (found == nullptr) complain(fmt::format("has no \"{}\"", key));
  return {*found, path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key)};
}

std::optional<Place> Place::maybe(std::string_view key) const {
  if (find(key) == nullptr) return std::nullopt;
  return at(key);
}

std::vector<Place> Place::items(std::size_t max) const {
  if (!value_->is_array()) complain(fmt::format("an array is expected, not {}", value_->type_name()));
  if (value_->size() > max) complain(fmt::format("{} items; at most {} are read", value_->size(), max));
  std::vector<Place> out;
  out.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) out.push_back({(*value_)[i], fmt::format("{}[{}]", path_, i)});
  return out;
}

std::string Place::string() const {
  if (!value_->is_string()) complain(fmt::format("a string is expected, not {}", value_->type_name()));
  return value_->get<std::string>();
}

bool Place::flag(std::string_view key) const {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return false;
  if (!found->is_boolean()) at(key).complain(fmt::format("true or false is expected, not {}", found->type_name()));
  return found->get<bool>();
}

std::uint64_t Place::number(std::uint64_t max) const {
  if (!value_->is_number_unsigned()) complain(fmt::format("a number from 0 to {} is expected", max));
  const auto number = value_->get<std::uint64_t>();
  if (number > max) complain(fmt::format("{} is above {}", number, max));
  return number;
}

}  // namespace grapnel::tool::client
