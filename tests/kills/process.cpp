#include "process.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace zestron::kills {

Process::Process(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a campaign that is interrupted leaves no node behind
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string line;
  char letter = 0;
  while (pid_ > 0 && ::read(ends[0], &letter, 1) == 1 && letter != '\n') line += letter;
  ::close(ends[0]);
  constexpr std::string_view kReady = "ready ";
  if (line.starts_with(kReady)) std::from_chars(line.data() + kReady.size(), line.data() + line.size(), port_);
  if (port_ != 0) return;
  int status = 0;
  if (pid_ > 0) ::waitpid(std::exchange(pid_, -1), &status, 0);
  throw std::runtime_error(fmt::format("{} did not start (status {})", program, status));
}

Process::~Process() { kill(); }

void Process::kill() {
  const std::lock_guard lock(mutex_);
  if (pid_ <= 0) return;
  const pid_t pid = std::exchange(pid_, -1);
  int status = 0;
  if (::waitpid(pid, &status, WNOHANG) == pid) {
    own_end_ = status;
    return;
  }
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

std::optional<int> Process::own_end() const {
  const std::lock_guard lock(mutex_);
  return own_end_;
}

}  // namespace zestron::kills
