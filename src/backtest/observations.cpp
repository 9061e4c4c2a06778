#include "backtest/observations.hpp"

#include "codec/base58.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace zestron::backtest {
namespace {

using nlohmann::json;

constexpr codec::JsonLimits kLineLimits{.bytes_max = 64U << 10U, .depth_max = 3};

// Reads the members of one object; once one of them is wrong nothing that was read counts.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {
    if (!object.is_object()) wrong_ = "it is no object";
  }

  Pubkey key(const char* name) {
    const auto read = codec::from_base58<Pubkey>(text(name));
    if (!read) note(name, "is no address");
    return read.value_or(Pubkey{});
  }
  std::uint64_t amount(const char* name) {
    const auto digits = text(name);
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
      note(name, "is no amount: expected decimal text");
    return out;
  }
  std::uint64_t count(const char* name, std::uint64_t max) {
    const auto* found = find(name, &json::is_number_unsigned);
    const auto out = found == nullptr ? 0 : found->get<std::uint64_t>();
    if (out > max) note(name, "is too large");
    return out;
  }
  bool flag(const char* name) {
    const auto* found = find(name, &json::is_boolean);
    return found != nullptr && found->get<bool>();
  }
  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
  std::string text(const char* name) {
    const auto* found = find(name, &json::is_string);
    return found == nullptr ? std::string() : found->get<std::string>();
  }
  /// Empty when everything was there, and nothing else.
  [[nodiscard]] std::string wrong() const {
    if (wrong_.empty() && object_.size() != taken_) return "it has a member that is not known";
    return wrong_;
  }

 private:
  const json* find(const char* name, bool (json::*is)() const noexcept) {
    const auto found = object_.find(name);
    if (found == object_.end() || !((*found).*is)()) {
      note(name, "is missing or of another type");
      return nullptr;
    }
    ++taken_;
    return &*found;
  }
  void note(const char* name, const char* what) {
    if (wrong_.empty()) wrong_ = fmt::format("'{}' {}", name, what);
  }

  const json& object_;
  std::string wrong_;
  std::size_t taken_ = 0;
};

constexpr std::uint64_t kTimeMax = 1ULL << 52U, kBpsMax = 10'000;

domain::PoolState read_pool(Members& in) {
  domain::PoolState out{.pool = in.key("pool"),
                        .mint_a = in.key("mint_a"),
                        .mint_b = in.key("mint_b"),
                        .reserve_a = in.amount("reserve_a"),
                        .reserve_b = in.amount("reserve_b"),
                        .fee_bps = static_cast<std::uint32_t>(in.count("fee_bps", kBpsMax))};
  // Recorded where an agent deals in them.
  if (in.has("shares")) {
    out.shares = in.key("shares");
    out.supply = in.amount("supply");
  }
  return out;
}

std::optional<decltype(Observation::what)> read_what(std::string_view kind, Members& in) {
  if (kind == "holding") return domain::Holding{in.key("mint"), in.amount("amount")};
  if (kind == "stake")
    return domain::StakeState{in.key("pool"), in.key("mint"), in.amount("staked"), in.amount("rewards")};
  if (kind == "earned") return Earned{in.key("pool"), in.amount("per_billion")};
  if (kind == "pool") return read_pool(in);
  if (kind == "traded") return Traded{in.key("pool"), in.key("mint_in"), in.amount("amount_in")};
  if (kind == "proposal")
    return domain::ProposalState{in.key("proposal"), in.flag("open"), in.amount("votes_for"),
                                 in.amount("votes_against"), in.text("text")};
  if (kind == "said")
    return domain::Answer{in.text("node"), in.count("sequence", kTimeMax), domain::Answer::Text{in.text("text")}};
  if (kind == "decided")
    return domain::Answer{in.text("node"), in.count("sequence", kTimeMax),
                          domain::Answer::Decision{in.flag("approved")}};
  return std::nullopt;
}

std::expected<Observation, std::string> read_line(std::string_view line) {
  const auto parsed = codec::parse_json(line, kLineLimits);
  if (!parsed) return std::unexpected(parsed.error().message);
  if (!parsed->is_object() || parsed->size() != 2 || !parsed->contains("at_ms"))
    return std::unexpected("expected an object of 'at_ms' and what was seen");
  Observation out;
  for (const auto& [kind, body] : parsed->items()) {
    if (kind == "at_ms") {
      if (!body.is_number_unsigned() || body.get<std::uint64_t>() > kTimeMax)
        return std::unexpected("'at_ms' is no time in milliseconds");
      out.at = UnixMillis(body.get<std::int64_t>());
      continue;
    }
    Members members(body);
    auto what = read_what(kind, members);
    if (!what) return std::unexpected(fmt::format("'{}' is nothing that can be seen", kind));
    if (auto wrong = members.wrong(); !wrong.empty()) return std::unexpected(fmt::format("{}: {}", kind, wrong));
    out.what = *std::move(what);
  }
  return out;
}

}  // namespace

std::expected<Observations, std::string> parse_observations(std::string_view text) {
  Observations out{codec::sha256(as_bytes(text)), {}};
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty()) continue;
    auto read = read_line(line);
    if (!read) return std::unexpected(fmt::format("line {}: {}", number, read.error()));
    if (!out.list.empty() && read->at < out.list.back().at)
      return std::unexpected(fmt::format("line {}: it is older than the line before", number));
    out.list.push_back(*std::move(read));
  }
  return out;
}

}  // namespace zestron::backtest
