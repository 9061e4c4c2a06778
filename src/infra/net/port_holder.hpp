// Names the process that listens on a TCP port, so that "address in use" can say whom to stop. Linux only, best effort.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace zestron::net {

struct PortHolder {
  int pid = 0;
  std::string name;
};

/// Reads /proc; nullopt when the holder belongs to another user or /proc does not show it. Walks every process: for errors only.
std::optional<PortHolder> find_port_holder(std::uint16_t port);

}  // namespace zestron::net
