// The connections of one server: how many there are, and how to end them all. Private to infra/net.
#pragma once

#include "infra/net/detail/loop.hpp"
#include "infra/net/server.hpp"

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

namespace zestron::net::detail {

/// Thread-safe. A connection holds a Place; leaving is destroying it.
class Sessions {
 public:
  class Place {
   public:
    Place(std::shared_ptr<Sessions> owner, std::list<std::function<void()>>::iterator at)
        : owner_(std::move(owner)), at_(at) {}
    Place(Place&&) noexcept = default;
    Place& operator=(Place&&) = delete;
    ~Place();
    /// What ends this connection; called from any thread, must only post. At once if the server has stopped already.
    void on_close(std::function<void()> close);

   private:
    std::shared_ptr<Sessions> owner_;
    std::list<std::function<void()>>::iterator at_;
  };

 private:
  friend class SessionsHandle;
  std::mutex mutex_;
  std::condition_variable left_;
  std::list<std::function<void()>> closers_;
  bool stopped_ = false;
};

/// The server's side of Sessions.
class SessionsHandle {
 public:
  /// nullopt at `connections_max` or after close_all().
  std::optional<Sessions::Place> enter(std::size_t connections_max);
  void close_all();
  /// Until there is none; false when some are left after `patience`.
  bool wait_ended(std::chrono::milliseconds patience);
  [[nodiscard]] std::size_t count() const;

 private:
  std::shared_ptr<Sessions> sessions_ = std::make_shared<Sessions>();
};

/// What every session of a server needs.
struct Shared {
  Shared(std::shared_ptr<Loop::Impl> given_loop, Options given_options, std::shared_ptr<Service> given_service)
      : loop(std::move(given_loop)), options(std::move(given_options)), service(std::move(given_service)) {}
  std::shared_ptr<Loop::Impl> loop;  ///< keeps the io_context of every socket alive
  const Options options;
  std::shared_ptr<Service> service;
  std::shared_ptr<asio::ssl::context> tls{};  ///< null: plain
  SessionsHandle sessions;
};

}  // namespace zestron::net::detail
