// The token that a listener may ask of its clients. Private to infra/net.
#pragma once

#include "infra/net/message.hpp"

#include <string_view>

namespace zestron::net::detail {

/// True when `token` is empty, or the request has it: as `Authorization: Bearer TOKEN`, or, for clients that know nothing but a URL, as
/// the first part of the path, which is then taken off. Probes (/health, /healthz, /readyz) need none. Compares in constant time.
bool take_token(Request& request, std::string_view token);

}  // namespace zestron::net::detail
