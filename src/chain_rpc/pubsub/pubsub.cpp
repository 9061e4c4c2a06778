#include "chain_rpc/pubsub/pubsub.hpp"

#include "chain_rpc/call.hpp"
#include "chain_rpc/envelope.hpp"
#include "chain_rpc/pubsub/publisher.hpp"
#include "chain_rpc/pubsub/registry.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zestron::chain_rpc {

using pubsub::ClientId;
using pubsub::Registry;
using pubsub::Subscriber;
using pubsub::SubscriptionId;

struct PubSub::Impl : std::enable_shared_from_this<PubSub::Impl> {
  using Task = std::function<void()>;
  using Socket = std::shared_ptr<net::WebSocket>;

  Impl(const Backend& backend, std::shared_ptr<Desk> given)
      : desk(std::move(given)),
        publisher(backend, registry, [this](const Subscriber& to, const auto& body) { deliver(to, body); }, now_ms) {}

  static std::uint64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  }

  // ---- any thread ----

  void post(Task task) {
    std::unique_lock lock(mutex);
    if (stopped) return;
    if (queue.size() >= kQueueMax) {
      queue.clear();
      fell_behind.add();
      task = [this] { close_all("notifications fell behind; subscribe again"); };
    }
    queue.push_back(std::move(task));
    lock.unlock();
    ready.notify_one();
  }

  void run() {
    while (true) {
      std::unique_lock lock(mutex);
      ready.wait(lock, [this] { return stopped || !queue.empty(); });
      if (stopped) return;
      const Task task = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      task();
      clients_now = sockets.size();
      subscriptions_now = registry.size();
    }
  }

  std::size_t waiting() const {
    const std::lock_guard lock(mutex);
    return queue.size();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex);
      stopped = true;
      queue.clear();
    }
    ready.notify_one();
    if (thread.joinable()) thread.join();
  }

  // ---- own thread ----

  void deliver(const Subscriber& to, const std::shared_ptr<const std::string>& body) {
    const auto found = sockets.find(to.client);
    if (found == sockets.end()) return;
    found->second->send({.body = body, .tail = std::to_string(to.id) + "}}"});
    notifications.add();
  }

  void message(ClientId client, const Socket& socket, const std::string& from, const std::string& text) {
    sockets.try_emplace(client, socket);
    std::vector<pubsub::Topic> signatures;
    std::string answer = chain_rpc::answer(text, [&](std::string_view method, const Params& params) -> Reply {
      if (pubsub::is_unsubscribe(method)) return unsubscribe(client, params);
      if (!desk->admit(from)) return std::unexpected(over_rate());
      return subscribe(client, method, params, signatures);
    });
    if (!answer.empty()) socket->send({.body = std::make_shared<const std::string>(std::move(answer)), .tail = {}});
    // The client must have read its subscription's number before it can make sense of a notification.
    for (const auto& topic : signatures) publisher.settle_if_known(topic);
  }

  Reply subscribe(ClientId client, std::string_view method, const Params& params,
                  std::vector<pubsub::Topic>& signatures) {
    ZESTRON_RPC_TRY(topic, pubsub::parse_topic(method, params));
    const auto id = registry.add(client, topic);
    if (!id)
      return refuse(code::kInvalidRequest, "Internal Error: Subscription refused. Node subscription limit reached");
    if (topic.kind == pubsub::Kind::kSignature) signatures.push_back(std::move(topic));
    return std::to_string(*id);
  }

  Reply unsubscribe(ClientId client, const Params& params) {
    ZESTRON_RPC_CHECK(params.expect(1, 1));
    ZESTRON_RPC_TRY(id, params[0].u64());
    if (!registry.remove(client, id)) return invalid_params("Invalid subscription id.");
    return "true";
  }

  void forget(ClientId client) {
    sockets.erase(client);
    registry.remove_client(client);
  }

  void close_all(const char* reason) {
    for (const auto& [client, socket] : sockets) {
      socket->close(reason);
      registry.remove_client(client);
    }
    sockets.clear();
  }

  mutable std::mutex mutex;
  std::condition_variable ready;
  std::deque<Task> queue;
  bool stopped = false;
  ClientId next_client = 1;  ///< under mutex

  // For the metrics, which another thread reads.
  std::atomic<std::size_t> clients_now{0}, subscriptions_now{0};
  metrics::Counter notifications, fell_behind;

  const std::shared_ptr<Desk> desk;
  std::unordered_map<ClientId, Socket> sockets;
  Registry registry;
  pubsub::Publisher publisher;
  std::thread thread;
};

namespace {

/// Requests of one client on their way to the thread. Few may wait: a client that sends faster than it is served is closed.
class ClientPeer final : public net::Peer {
 public:
  using Send = std::function<void(std::string)>;
  ClientPeer(Send message, std::function<void()> closed) : message_(std::move(message)), closed_(std::move(closed)) {}
  void message(std::string_view text) override { message_(std::string(text)); }
  void closed() override { closed_(); }

 private:
  Send message_;
  std::function<void()> closed_;
};

constexpr int kRequestsWaitingMax = 1'024;

}  // namespace

PubSub::PubSub(const Backend& backend, std::shared_ptr<Desk> desk)
    : impl_(std::make_shared<Impl>(backend, std::move(desk))) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}
PubSub::~PubSub() { stop(); }
void PubSub::stop() { impl_->stop(); }

void PubSub::opened(Slot slot, Slot parent, Slot root) {
  impl_->post([impl = impl_.get(), slot, parent, root] { impl->publisher.opened(slot, parent, root); });
}

void PubSub::reached(Commitment level, const std::shared_ptr<const chain::SlotRecord>& record) {
  impl_->post([impl = impl_.get(), level, record] { impl->publisher.reached(level, *record); });
}

void PubSub::write(metrics::Page& page) const {
  page.gauge("zestron_pubsub_clients", "Connections that have sent a request.");
  page.sample({}, std::uint64_t{impl_->clients_now});
  page.gauge("zestron_pubsub_subscriptions", "Subscriptions of all clients.");
  page.sample({}, std::uint64_t{impl_->subscriptions_now});
  page.counter("zestron_pubsub_notifications_total", "Notifications given to the clients' queues.");
  page.sample({}, impl_->notifications.value());
  page.counter("zestron_pubsub_fell_behind_total", "Times that the queue was full and every client was closed.");
  page.sample({}, impl_->fell_behind.value());
  page.gauge("zestron_pubsub_waiting", "Slots and requests in the queue.");
  page.sample({}, std::uint64_t{impl_->waiting()});
  page.gauge("zestron_pubsub_waiting_max", "Bound of that queue.");
  page.sample({}, std::uint64_t{kQueueMax});
}

std::shared_ptr<net::Peer> PubSub::connect(std::shared_ptr<net::WebSocket> socket, std::string from) {
  ClientId client = 0;
  {
    const std::lock_guard lock(impl_->mutex);
    client = impl_->next_client++;
  }
  const std::weak_ptr<Impl> weak = impl_;
  const auto waiting = std::make_shared<std::atomic<int>>(0);
  return std::make_shared<ClientPeer>(
      [weak, client, waiting, socket = std::move(socket), from = std::move(from)](std::string text) {
        const auto impl = weak.lock();
        if (!impl) return;
        if (waiting->fetch_add(1) >= kRequestsWaitingMax) return socket->close("too many requests are waiting");
        impl->post([impl = impl.get(), client, socket, from, waiting, text = std::move(text)] {
          waiting->fetch_sub(1);
          impl->message(client, socket, from, text);
        });
      },
      [weak, client] {
        if (const auto impl = weak.lock()) impl->post([impl = impl.get(), client] { impl->forget(client); });
      });
}

}  // namespace zestron::chain_rpc
