// Events, requests and answers as a bundle keeps them. Exact: what is read back equals what was written, and nothing else parses.
//
//   event    kind u8 (its place in domain::Event) │ slot u64 │ now i64 │ the members in order
//            kind 0x40: a pool with mint and supply of its shares behind the members that kind 1 has
//   request  kind u8 │ node text │ sequence u64 │ the members in order
//   answer   node text │ sequence u64 │ kind u8 │ the content
//
// fields.hpp has how members are laid out. Members and kinds are append only.
#pragma once

#include "base/bytes.hpp"
#include "domain/event.hpp"
#include "domain/request.hpp"

#include <optional>

namespace zestron::bundle {

Bytes event_bytes(const domain::Event& event);
/// nullopt for anything that event_bytes() does not make.
std::optional<domain::Event> parse_event(ByteView bytes);

Bytes request_bytes(const domain::Request& request);
std::optional<domain::Request> parse_request(ByteView bytes);

Bytes answer_bytes(const domain::Answer& answer);
std::optional<domain::Answer> parse_answer(ByteView bytes);

}  // namespace zestron::bundle
