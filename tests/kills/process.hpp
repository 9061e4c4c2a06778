// A node in a process of its own that says "ready PORT" on its standard output, and can be killed from any thread at any moment.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace zestron::kills {

class Process {
 public:
  /// Returns once the node answers. Throws with its exit code when it ends before.
  Process(const std::string& program, const std::vector<std::string>& arguments);
  ~Process();  ///< kill()
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// SIGKILL, and waits for the process to be gone. Idempotent.
  void kill();
  /// How it ended (wait(2)'s status), if it did so before kill() came.
  [[nodiscard]] std::optional<int> own_end() const;

 private:
  mutable std::mutex mutex_;
  std::optional<int> own_end_;
  ::pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace zestron::kills
