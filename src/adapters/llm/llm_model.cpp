#include "adapters/llm/llm_model.hpp"

#include "adapters/llm/exchange/desk.hpp"
#include "adapters/llm/exchange/exchange.hpp"
#include "infra/file/file.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>

#include <future>
#include <thread>
#include <utility>

namespace zestron::llm {
namespace {

namespace asio = boost::asio;
using ports::ModelError;

constexpr std::size_t kLiveMax = 256;

Outcome<ApiKey, OpenError> key_of(const ProviderConfig& config) {
  if (config.key_file.empty() && config.key_env.empty()) return ApiKey();
  auto key = config.key_file.empty() ? ApiKey::from_environment(config.key_env) : ApiKey::from_file(config.key_file);
  if (!key) return fail(OpenError::kKey, "provider '" + config.name + "': " + key.error().message);
  return *std::move(key);
}

Outcome<std::unique_ptr<asio::ssl::context>, OpenError> tls_of(const ProviderConfig& config) {
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  boost::system::error_code ec;
  tls->set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1,
                   ec);
  tls->set_verify_mode(asio::ssl::verify_peer, ec);
  tls->set_default_verify_paths(ec);
  if (config.trust_file.empty()) return tls;
  const auto pem = infra::read_file(config.trust_file);
  if (pem) tls->add_certificate_authority(asio::buffer(*pem), ec);
  if (!pem || ec)
    return fail(OpenError::kTrust, "provider '" + config.name + "': " + config.trust_file + " is no PEM certificate");
  return tls;
}

void finish_unsent(const Hash& request, Failure<ModelError> failure, const ports::OnDone& done) {
  ports::ModelExchange out;
  out.request = request;
  out.result = std::unexpected(std::move(failure));
  done(std::move(out));
}

ProviderStatus status_of(const Provider& provider, Millis now) {
  return {.name = provider.config.name,
          .model = provider.config.model,
          .breaker = provider.breaker.state(now),
          .first_token_ms = provider.stats.first_token_ms(),
          .success = provider.stats.success(),
          .p95 = provider.stats.p95(),
          .attempts = provider.attempts,
          .failures = provider.failures,
          .cancelled = provider.cancelled,
          .prompt_tokens = provider.prompt_tokens,
          .completion_tokens = provider.completion_tokens,
          .cost = ports::MicroUsd(provider.cost_micros)};
}

}  // namespace

struct LlmModel::Impl {
  Desk desk;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<std::unique_ptr<asio::steady_timer>> probe_timers{};
  std::vector<std::shared_ptr<HttpCall>> probes{};  // the last one of each provider
  std::thread thread{};

  explicit Impl(Desk opened) : desk(std::move(opened)), work(desk.io->get_executor()), probes(desk.providers.size()) {}

  void begin(CheckedRequest request, ports::OnDone done, ports::OnDelta delta, std::stop_token stop) {
    if (desk.closing) return finish_unsent(request.hash(), {ModelError::kCancelled, "the model is being closed"}, done);
    if (desk.live.size() >= kLiveMax)
      return finish_unsent(request.hash(), {ModelError::kUnavailable, "256 exchanges are under way; ask later"}, done);
    if (const auto* cached = cacheable(request.request()) ? desk.cache.find(request.hash()) : nullptr) {
      desk.tell({.kind = ModelEvent::Kind::kCached, .request = request.hash(), .provider = cached->provider});
      ports::ModelExchange out;
      out.request = request.hash();
      out.provider = cached->provider;
      out.model = cached->model;
      out.result = cached->answer;
      out.from_cache = true;
      return done(std::move(out));
    }
    std::make_shared<Exchange>(desk, std::move(request), std::move(done), std::move(delta))->start(std::move(stop));
  }

  void probe(ProviderIndex index) {
    auto& provider = desk.providers.at(index);
    const auto& config = provider.config;
    if (probes[index]) probes[index]->cancel();
    const auto told = [this, index](std::string detail) {
      auto& probed = desk.providers.at(index);
      desk.change_breaker(probed,
                          [&](Breaker& breaker) { detail.empty() ? breaker.succeeded() : breaker.failed(desk.now()); });
      desk.tell({.kind = ModelEvent::Kind::kProbed, .provider = probed.config.name, .detail = std::move(detail)});
    };
    probes[index] =
        HttpCall::start(desk.io, *provider.tls,
                        {.url = config.url,
                         .path = "/models",
                         .body = "",
                         .authorization = provider.key.empty() ? "" : provider.key.bearer(),
                         .connect_max = config.connect_max,
                         .first_max = config.first_token_max,
                         .between_max = config.between_tokens_max,
                         .bytes_max = config.stream_bytes_max},
                        {.head =
                             [told](const HttpHead& head) {
                               told(head.status == 200 ? "" : "the provider answered " + std::to_string(head.status));
                               return HttpNext::kStop;
                             },
                         .bytes = [](std::string_view) { return HttpNext::kStop; },
                         .end =
                             [told](std::optional<Failure<ModelError>> failure) {
                               told(failure ? failure->message : "the provider answered nothing");
                             }});
  }

  void probe_every(ProviderIndex index) {
    const auto& every = desk.providers.at(index).config.probe;
    auto& timer = *probe_timers.at(index);
    if (every.count() == 0) return;
    timer.expires_after(every);
    timer.async_wait([this, index](boost::system::error_code ec) {
      if (ec || desk.closing) return;
      probe(index);
      probe_every(index);
    });
  }

  void start() {
    for (ProviderIndex i = 0; i < desk.providers.size(); ++i) {
      probe_timers.push_back(std::make_unique<asio::steady_timer>(*desk.io));
      probe_every(i);
    }
    thread = std::thread([io = desk.io] { io->run(); });
  }

  // Ends everything with its callback. What was asked meanwhile is in the queue behind, and is answered by begin() in poll().
  void close() {
    asio::post(*desk.io, [this] {
      desk.closing = true;
      for (const auto& exchange : std::set(desk.live)) exchange->stop();
      for (const auto& one : probes) {
        if (one) one->cancel();
      }
      probe_timers.clear();
      desk.io->stop();
    });
    thread.join();
    work.reset();
    desk.io->restart();
    desk.io->poll();
  }
};

LlmModel::LlmModel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LlmModel::~LlmModel() { impl_->close(); }

Outcome<std::unique_ptr<LlmModel>, OpenError> LlmModel::open(ModelsConfig config, ModelSink sink) {
  std::vector<Provider> providers;
  for (const auto& one : config.providers) {
    auto key = key_of(one);
    if (!key) return std::unexpected(std::move(key.error()));
    auto tls = tls_of(one);
    if (!tls) return std::unexpected(std::move(tls.error()));
    providers.push_back({.config = one,
                         .key = *std::move(key),
                         .tls = *std::move(tls),
                         .breaker = Breaker(config.breaker),
                         .stats = {}});
  }
  AnswerCache cache(config.cache_entries_max, config.cache_bytes_max);
  auto impl = std::make_unique<Impl>(Desk{.config = std::move(config),
                                          .sink = std::move(sink),
                                          .providers = std::move(providers),
                                          .cache = std::move(cache)});
  impl->start();
  return std::unique_ptr<LlmModel>(new LlmModel(std::move(impl)));
}

void LlmModel::ask(ports::ChatRequest request, ports::OnDone done, ports::OnDelta delta, std::stop_token stop) {
  auto checked = CheckedRequest::check(std::move(request));
  if (!checked) return finish_unsent({}, std::move(checked.error()), done);
  asio::post(*impl_->desk.io, [impl = impl_.get(), checked = *std::move(checked), done = std::move(done),
                               delta = std::move(delta), stop = std::move(stop)]() mutable {
    impl->begin(std::move(checked), std::move(done), std::move(delta), std::move(stop));
  });
}

void LlmModel::probe() {
  asio::post(*impl_->desk.io, [impl = impl_.get()] {
    for (ProviderIndex i = 0; !impl->desk.closing && i < impl->desk.providers.size(); ++i) impl->probe(i);
  });
}

std::vector<ProviderStatus> LlmModel::providers() const {
  std::promise<std::vector<ProviderStatus>> answer;
  asio::post(*impl_->desk.io, [&] {
    std::vector<ProviderStatus> out;
    for (const auto& provider : impl_->desk.providers) out.push_back(status_of(provider, impl_->desk.now()));
    answer.set_value(std::move(out));
  });
  return answer.get_future().get();
}

}  // namespace zestron::llm
