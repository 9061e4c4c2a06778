#include "infra/net/detail/websocket_session.hpp"

#include "infra/net/detail/loop.hpp"
#include "infra/net/detail/outbox.hpp"

#include <simdjson.h>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <array>
#include <optional>
#include <utility>

namespace zestron::net::detail {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

/// How long a client may take to read what is in flight and to answer the close frame.
constexpr std::chrono::seconds kCloseTimeout{3};

template <class Stream>
class Session final : public WebSocketSession<Stream>, public std::enable_shared_from_this<Session<Stream>> {
 public:
  explicit Session(std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)),
        outbox_(std::make_shared<Outbox>(shared_->options.limits.outgoing_messages_max,
                                         shared_->options.limits.outgoing_bytes_max)) {}

  std::shared_ptr<WebSocket> socket() override { return outbox_; }

  void start(Stream stream, const beast::http::request<beast::http::string_body>& request, std::shared_ptr<Peer> peer,
             Sessions::Place place) override {
    const Limits& limits = shared_->options.limits;
    peer_ = std::move(peer);
    place_.emplace(std::move(place));
    stream_.emplace(std::move(stream));
    stream_->set_option(websocket::stream_base::timeout{
        .handshake_timeout = limits.request_timeout, .idle_timeout = limits.idle_timeout, .keep_alive_pings = true});
    stream_->read_message_max(limits.message_bytes_max);
    stream_->text(true);
    kill_.emplace(stream_->get_executor());
    stream_->async_accept(request,
                          [self = this->shared_from_this()](beast::error_code error) { self->accepted(error); });
  }

 private:
  void accepted(beast::error_code error) {
    if (error) return finish();
    place_->on_close([weak = this->weak_from_this()] {
      if (const auto self = weak.lock()) self->outbox_->end(CloseCode::kGoingAway, "the server is shutting down");
    });
    outbox_->on_work([weak = this->weak_from_this()] {
      if (const auto self = weak.lock()) asio::post(self->stream_->get_executor(), [self] { self->pump(); });
    });
    read();
  }

  void read() {
    stream_->async_read(buffer_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->finish();
      if (self->stream_->got_text()) self->hear();
      self->buffer_.consume(self->buffer_.size());
      // Closing reads the rest itself. Beside a read that meets what is forbidden, Beast 1.81 has each of the two wait for the other.
      if (!self->deaf_) self->read();
    });
  }

  // Beast lets a text pass that ends within a character before an empty last frame, and joins that start to the next text; so each is
  // looked at here.
  void hear() {
    if (simdjson::validate_utf8(text())) return peer_->message(text());
    deaf_ = true;
    outbox_->end(CloseCode::kInvalidPayload, "the text is not UTF-8");
  }

  std::string_view text() const { return {static_cast<const char*>(buffer_.cdata().data()), buffer_.cdata().size()}; }

  void pump() {
    if (finished_) return;
    if (outbox_->closing()) arm_kill();
    if (writing_) return;
    if (auto next = outbox_->take()) return write(std::move(*next));
    if (outbox_->closing()) close();
  }

  void write(Text text) {
    writing_ = true;
    current_ = std::move(text);
    const std::string_view body = current_.body ? std::string_view(*current_.body) : std::string_view{};
    const std::array<asio::const_buffer, 2> parts{asio::buffer(body), asio::buffer(current_.tail)};
    stream_->async_write(parts, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->writing_ = false;
      self->current_ = {};
      if (!error) return self->pump();
      beast::get_lowest_layer(*self->stream_).close();  // the pending read ends and finishes the session
    });
  }

  void close() {
    writing_ = true;
    const auto [code, reason] = outbox_->close_reason();
    stream_->async_close(websocket::close_reason(static_cast<websocket::close_code>(code), reason),
                         [self = this->shared_from_this()](beast::error_code) { self->finish(); });
  }

  void arm_kill() {
    if (kill_armed_) return;
    kill_armed_ = true;
    kill_->expires_after(kCloseTimeout);
    kill_->async_wait([self = this->shared_from_this()](beast::error_code stopped) {
      if (stopped) return;
      beast::get_lowest_layer(*self->stream_).close();
      self->finish();
    });
  }

  void finish() {
    if (std::exchange(finished_, true)) return;
    outbox_->discard();
    kill_->cancel();
    beast::get_lowest_layer(*stream_).close();
    place_.reset();
    peer_->closed();
    peer_.reset();
  }

  std::shared_ptr<Shared> shared_;
  std::shared_ptr<Outbox> outbox_;
  std::optional<websocket::stream<Stream>> stream_;
  std::shared_ptr<Peer> peer_;
  std::optional<Sessions::Place> place_;
  std::optional<asio::steady_timer> kill_;
  beast::flat_buffer buffer_;
  Text current_;
  bool writing_ = false;
  bool kill_armed_ = false;
  bool finished_ = false;
  bool deaf_ = false;  // the client said something that is no text: its close is under way
};

}  // namespace

template <class Stream>
std::shared_ptr<WebSocketSession<Stream>> make_websocket_session(std::shared_ptr<Shared> shared) {
  return std::make_shared<Session<Stream>>(std::move(shared));
}
template std::shared_ptr<WebSocketSession<PlainStream>> make_websocket_session(std::shared_ptr<Shared> shared);
template std::shared_ptr<WebSocketSession<TlsStream>> make_websocket_session(std::shared_ptr<Shared> shared);

}  // namespace zestron::net::detail
