// A place in untrusted JSON: a value with its path, read with checks that name the path. Only read.cpp's functions see the
// exception that carries a complaint out of the tree.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grapnel::tool::client {

// "types[3].type.fields: …", for one line of the tool's output.
struct Complaint {
  std::string text;
};

class Place {
 public:
  Place(const nlohmann::json& value, std::string path) : value_(&value), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  bool is_object() const { return value_->is_object(); }
  bool is_string() const { return value_->is_string(); }
  bool has(std::string_view key) const { return find(key) != nullptr; }

  Place at(std::string_view key) const;
  std::optional<Place> maybe(std::string_view key) const;  // nothing also for null
  std::vector<Place> items(std::size_t max) const;         // of an array

  std::string string() const;
  std::string string(std::string_view key) const { return at(key).string(); }
  bool flag(std::string_view key) const;  // false if it isn't there
  std::uint64_t number(std::uint64_t max) const;

  [[noreturn]] void complain(std::string_view what) const;

 private:
  const nlohmann::json* find(std::string_view key) const;

  const nlohmann::json* value_;
  std::string path_;
};

}  // namespace grapnel::tool::client
