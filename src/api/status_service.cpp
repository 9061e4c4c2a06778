#include "api/status_service.hpp"

#include "infra/net/origin.hpp"

#include <string_view>

namespace zestron::api {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string page(const Status& status) {
  std::string rows;
  for (const auto& [label, value] : status.facts) {
    rows += "<tr><th scope=\"row\">" + escaped(label) + "</th><td>" + escaped(value) + "</td></tr>\n";
  }
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"2\">"
         "<meta name=\"viewport\" content=\"width=device-width\"><title>ZestronOS node</title>\n"
         "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem "
         "auto;padding:0 1rem}"
         "th{text-align:left;font-weight:normal;opacity:.7;padding-right:2rem;vertical-align:top;white-space:nowrap}"
         "td{font-family:ui-monospace,monospace;overflow-wrap:anywhere}</style></head>\n<body><h1>ZestronOS "
         "node</h1>\n<p>" +
         std::string(status.ready ? "ready" : "not ready: " + escaped(status.trouble)) + "</p>\n<table>\n" + rows +
         "</table></body></html>\n";
}

constexpr std::string_view kPlain = "text/plain; charset=utf-8";

net::Response answer(const net::Request& request, const Status& status) {
  if (!net::has_trusted_host(request)) return {403, std::string(kPlain), "this host name is not served here\n", {}};
  if (request.method != net::Method::kGet && request.method != net::Method::kHead) {
    return {405, std::string(kPlain), "only GET\n", {{"allow", "GET, HEAD"}}};
  }
  const auto path = request.path();
  if (path == "/healthz") return {200, std::string(kPlain), "ok\n", {}};
  if (path == "/readyz") {
    return status.ready ? net::Response{200, std::string(kPlain), "ok\n", {}}
                        : net::Response{503, std::string(kPlain), status.trouble + "\n", {}};
  }
  if (path == "/") {
    return {200,
            "text/html; charset=utf-8",
            page(status),
            {{"cache-control", "no-store"},
             {"content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
             {"x-content-type-options", "nosniff"}}};
  }
  return {404, std::string(kPlain), "nothing here; see /\n", {}};
}

}  // namespace

void StatusService::handle(net::Request request, net::Respond respond) {
  net::Response response = answer(request, status_());
  // What answer() has let through to its last line, and is ours.
  if (response.status == 404 && metrics_ && request.path() == "/metrics")
    response = {200, "text/plain; version=0.0.4; charset=utf-8", metrics_(), {{"cache-control", "no-store"}}};
  respond(std::move(response));
}

}  // namespace zestron::api
