// The question and the exchange as JSON: what a question is known by, and what a run's record holds of an answer. Both forms are
// canonical (RFC 8785), so equal values have equal bytes.
#pragma once

#include "base/result.hpp"
#include "ports/model.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace zestron::ports {

enum class RecordError : std::uint16_t {
  kNotJson = 1,
  kMalformed = 2,  ///< a member is missing, unknown, of another type or out of range; the message names it
};

/// All of the question that may change its answer; not the effort (timeout, cost_max, caching). kRequest when a text is not UTF-8 or a
/// schema is not JSON. Schemas enter as values, so their white space does not count.
Outcome<std::string, ModelError> canonical_request(const ChatRequest& request);

/// sha256 of canonical_request(); all zeros of a request that has none.
Hash request_hash(const ChatRequest& request);

/// kMalformed when a text is not UTF-8. A key never stands in an exchange, so none can stand here.
Outcome<std::string, RecordError> write_exchange(const ModelExchange& exchange);

/// The inverse of write_exchange: what it returns writes the same bytes again.
Outcome<ModelExchange, RecordError> parse_exchange(std::string_view json);

}  // namespace zestron::ports
