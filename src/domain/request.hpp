// What a graph asks of the outside: a model, a search, a person. The answer comes back as an event, later, and perhaps never.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace zestron::domain {

/// A language model's answer is a JSON object with exactly: `score` in [score_min, score_max], `agree` true or false, `text` of
/// at most text_bytes_max bytes.
struct Prompt {
  static constexpr std::string_view kService = "language model";
  std::string text;
  double score_min = 0, score_max = 0;
  std::uint32_t text_bytes_max = 0;
  bool operator==(const Prompt&) const = default;
};

/// One evaluation of an ONNX graph, named by the sha256 of its file.
struct Inference {
  static constexpr std::string_view kService = "ONNX runtime";
  Hash model;
  std::vector<double> input;
  std::vector<std::uint32_t> shape;  ///< of `input`; its product is the size
  std::uint32_t outputs = 0;         ///< values expected
  bool operator==(const Inference&) const = default;
};

/// The passages nearest to a query.
struct Search {
  static constexpr std::string_view kService = "vector store";
  std::string query, collection;
  std::uint32_t passages_max = 0, text_bytes_max = 0;
  bool operator==(const Search&) const = default;
};

/// A person's consent to what `summary` says.
struct Consent {
  static constexpr std::string_view kService = "approval queue";
  std::string summary;
  UnixMillis expires;
  bool operator==(const Consent&) const = default;
};

struct Request {
  std::string node;
  std::uint64_t sequence = 0;  ///< per node, from 1
  std::variant<Prompt, Inference, Search, Consent> content;
  bool operator==(const Request&) const = default;
};

}  // namespace zestron::domain
