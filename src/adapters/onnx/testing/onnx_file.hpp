// ONNX files of one node, byte by byte, for tests: what an exporter would never write can be written here. Field numbers are those
// of onnx.proto3.
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::onnx::testing {

inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
  return out;
}
inline std::string integer(std::uint64_t number, std::uint64_t value) { return varint(number << 3) + varint(value); }
inline std::string bytes(std::uint64_t number, std::string_view value) {
  return varint(number << 3 | 2) + varint(value.size()) + std::string(value);
}

inline constexpr std::uint64_t kFloat = 1, kDouble = 11;

/// A value's name and type; −1 is a free dimension.
inline std::string value_info(std::string_view name, std::uint64_t type, const std::vector<int>& dims) {
  std::string shape;
  for (const int dim : dims)
    shape += bytes(1, dim < 0 ? bytes(2, "rows") : integer(1, static_cast<std::uint64_t>(dim)));
  return bytes(1, name) + bytes(2, bytes(1, integer(1, type) + bytes(2, shape)));
}

struct OneNode {
  std::string operator_name = "Tanh";
  std::string domain{};
  std::uint64_t type = kFloat;
  std::vector<int> in = {-1, 3}, out = {-1, 3};
  std::string input = "input", output = "output";
  std::string more_of_graph{};  ///< further fields
};

/// A model whose one node turns `input` into `output`.
inline Bytes onnx_file(const OneNode& what = {}) {
  const auto node = bytes(1, what.input) + bytes(2, what.output) + bytes(4, what.operator_name) + bytes(7, what.domain);
  const auto graph = bytes(1, node) + bytes(2, "one node") + what.more_of_graph +
                     bytes(11, value_info(what.input, what.type, what.in)) +
                     bytes(12, value_info(what.output, what.type, what.out));
  const auto text = integer(1, 8) + bytes(7, graph) + bytes(8, integer(2, 16));
  return {text.begin(), text.end()};
}

}  // namespace zestron::onnx::testing
