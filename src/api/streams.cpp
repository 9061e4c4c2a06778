#include "api/streams.hpp"

#include "api/operations/schemas.hpp"
#include "api/problem.hpp"
#include "codec/json/json_schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace zestron::api {
namespace {

using nlohmann::json;

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }
net::Text message_of(const json& value) { return {.body = std::make_shared<const std::string>(text_of(value))}; }

const codec::JsonSchema& request_schema() {
  static const codec::JsonSchema kSchema = [] {
    const json names{{"type", "array"},
                     {"minItems", 1},
                     {"maxItems", kStreams.size()},
                     {"items", {{"enum", std::vector<std::string>(kStreams.begin(), kStreams.end())}}}};
    const json number{{"type", "integer"}, {"minimum", 0}, {"maximum", schemas::kWholeMax}};
    const json text{{"type", "string"}, {"maxLength", 64}};
    const json one{{"type", "object"},
                   {"additionalProperties", false},
                   {"properties",
                    {{"id", {{"type", {"integer", "string"}}, {"maxLength", 64}}},
                     {"subscribe", names},
                     {"unsubscribe", names},
                     {"agent", text},
                     {"from", number},
                     {"run", text}}}};
    return *codec::JsonSchema::compile(one);
  }();
  return kSchema;
}

}  // namespace

class Streams::Client final : public net::Peer, public std::enable_shared_from_this<Client> {
 public:
  Client(std::shared_ptr<Streams> streams, std::shared_ptr<net::WebSocket> socket)
      : streams_(std::move(streams)), socket_(std::move(socket)) {}

  void message(std::string_view text) override {
    const auto request = json::parse(text, nullptr, false);
    if (request.is_discarded()) return refuse(nullptr, ProblemKind::kMalformed, "the message is not JSON");
    const auto id = request.is_object() ? request.value("id", json()) : json();
    if (auto said = request_schema().complaint(request)) return refuse(id, ProblemKind::kInvalid, *std::move(said));
    if (request.contains("subscribe") == request.contains("unsubscribe"))
      return refuse(id, ProblemKind::kInvalid, "a message has either subscribe or unsubscribe");
    streams_->subscribe(*this, request, id);
  }
  void closed() override { streams_->remove(this); }

  // The rest is guarded by the mutex of Streams.
  [[nodiscard]] bool wants(std::string_view stream, std::string_view agent) const {
    const auto found = wanted.find(stream);
    return found != wanted.end() && (found->second.empty() || found->second == agent);
  }
  void send(net::Text text) { socket_->send(std::move(text)); }

  std::map<std::string, std::string, std::less<>> wanted;  // stream → agent, empty: all

 private:
  void refuse(const json& id, ProblemKind kind, std::string detail) {
    socket_->send(message_of({{"id", id}, {"error", to_json(Problem{kind, std::move(detail)})}}));
  }

  std::shared_ptr<Streams> streams_;
  std::shared_ptr<net::WebSocket> socket_;
};

Streams::Streams(std::string run, std::size_t kept_max, std::size_t kept_bytes_max)
    : run_(std::move(run)), kept_max_(kept_max), kept_bytes_max_(kept_bytes_max) {}
Streams::~Streams() = default;

std::shared_ptr<net::Peer> Streams::connect(std::shared_ptr<net::WebSocket> socket) {
  auto client = std::make_shared<Client>(shared_from_this(), std::move(socket));
  const std::lock_guard lock(mutex_);
  clients_.push_back(client);
  return client;
}

void Streams::remove(const Client* client) {
  const std::lock_guard lock(mutex_);
  std::erase_if(clients_, [client](const std::weak_ptr<Client>& known) {
    const auto strong = known.lock();
    return !strong || strong.get() == client;
  });
}

void Streams::publish(std::string_view stream, std::string_view agent, const json& data) {
  const auto known = std::ranges::find(kStreams, stream);
  if (known == kStreams.end()) return;
  const std::string body = text_of(data);
  const std::lock_guard lock(mutex_);
  const auto sequence = next_++;
  auto text = std::make_shared<const std::string>(R"({"stream":")" + std::string(*known) + R"(","seq":)" +
                                                  std::to_string(sequence) + R"(,"data":)" + body + "}");
  for (const auto& weak : clients_) {
    if (const auto client = weak.lock(); client && client->wants(*known, agent)) client->send({.body = text});
  }
  kept_bytes_ += text->size();
  kept_.push_back({sequence, *known, std::string(agent), std::move(text)});
  while (kept_.size() > kept_max_ || (kept_bytes_ > kept_bytes_max_ && kept_.size() > 1)) {
    kept_bytes_ -= kept_.front().text->size();
    kept_.pop_front();
  }
}

// Under the lock from the answer to the last old message: nothing is sent twice, nothing is left out.
void Streams::subscribe(Client& client, const json& request, const json& id) {
  const std::lock_guard lock(mutex_);
  if (request.contains("unsubscribe")) {
    for (const auto& name : request["unsubscribe"]) client.wanted.erase(name.get<std::string>());
    return client.send(message_of({{"id", id}, {"unsubscribed", request["unsubscribe"]}}));
  }
  std::map<std::string, std::string, std::less<>> asked;
  for (const auto& name : request["subscribe"]) asked[name.get<std::string>()] = request.value("agent", "");
  for (const auto& [stream, agent] : asked) client.wanted[stream] = agent;
  const auto oldest = kept_.empty() ? next_ : kept_.front().sequence;
  client.send(message_of(
      {{"id", id}, {"subscribed", request["subscribe"]}, {"run", run_}, {"oldest", oldest}, {"next", next_}}));
  if (!request.contains("from")) return;
  const auto from = request["from"].get<std::uint64_t>();
  const bool other_run = request.contains("run") && request["run"] != run_;
  if (from < oldest || from > next_ || other_run)
    client.send(message_of({{"gap", {{"asked", from}, {"oldest", oldest}}}}));
  for (const auto& kept : kept_) {
    if (!other_run && from <= next_ && kept.sequence < from) continue;
    const auto found = asked.find(kept.stream);
    if (found != asked.end() && (found->second.empty() || found->second == kept.agent))
      client.send({.body = kept.text});
  }
}

}  // namespace zestron::api
