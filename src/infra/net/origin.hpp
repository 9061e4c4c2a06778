// Who may have caused a request: a browser names the page's origin, everything else names none. Pure text, no I/O; guards
// what a foreign web page must not be able to trigger on a node that listens on loopback.
#pragma once

#include "infra/net/message.hpp"

#include <string_view>

namespace zestron::net {

/// "localhost", a name under ".localhost", 127.0.0.0/8 or ::1; with or without port and brackets.
bool is_loopback_host(std::string_view host);

/// True when the request carries an Origin that is not a page served from loopback. "null" (sandboxed frames, file://) is
/// foreign; no Origin at all is not, for then no browser page is behind it.
bool has_foreign_origin(const Request& request);

/// True when Host names a loopback address or a plain IP address. A name that merely resolves to us (DNS rebinding) is not.
bool has_trusted_host(const Request& request);

}  // namespace zestron::net
