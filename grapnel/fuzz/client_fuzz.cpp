// `grapnel client` on arbitrary bytes: a header, the same on every run, whose lines can't run into each other; or one line
// that says what is wrong.
#include <cstdint>
#include <cstdlib>

#include "client/client.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view idl(reinterpret_cast<const char*>(data), size);
  const auto header = grapnel::tool::client::make_client(idl, "fuzzed");
  if (!header) {
    require(!header.error().empty());
    return 0;
  }
  require(header->find("\\\n") == std::string::npos && header->find('\r') == std::string::npos);
  require(header->find("namespace fuzzed {") != std::string::npos);
  require(*grapnel::tool::client::make_client(idl, "fuzzed") == *header);
  return 0;
}
