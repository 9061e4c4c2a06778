#include "client/client.hpp"

#include "client/json.hpp"
#include "client/print.hpp"
#include "client/read.hpp"

namespace grapnel::tool::client {

Outcome<std::string> make_client(std::string_view idl, std::string_view space) {
  const auto read = read_idl(idl);
  if (!read) return std::unexpected(read.error());
  try {
    return print_client(*read, space);
  } catch (const Complaint& complaint) {
    return failure(complaint.text);
  }
}

}  // namespace grapnel::tool::client
