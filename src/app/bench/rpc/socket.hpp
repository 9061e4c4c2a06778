// Sockets of the load generators: connected to this machine, closed with their owner, written whole.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace zestron::bench {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;  ///< -1: none
};

/// TCP to a port of this machine, without Nagle's delay, reads and writes not blocking.
std::expected<Descriptor, std::string> dial(std::uint16_t port);
/// All of `bytes`; waits while the peer's buffer is full.
std::expected<void, std::string> write_all(const Descriptor& socket, std::string_view bytes);
/// Appends what can be read at once to `into`. Fails when the peer has closed.
std::expected<void, std::string> read_some(const Descriptor& socket, std::string& into);
/// Waits for input at most `timeout_ms`; false when there is none.
bool await_input(const Descriptor& socket, int timeout_ms);

/// An epoll in which input of `socket` is told as `tag`.
std::expected<Descriptor, std::string> make_epoll();
std::expected<void, std::string> watch(const Descriptor& epoll, const Descriptor& socket, std::uint64_t tag);

}  // namespace zestron::bench
