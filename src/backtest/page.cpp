#include "backtest/report.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace zestron::backtest {
namespace {

constexpr double kWidth = 960, kHeight = 240, kLeft = 8, kRight = 8, kTop = 12, kBottom = 8;
constexpr std::size_t kTradesShown = 500;
constexpr double kMicros = 1e6;

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ink:#1c2024;--soft:#6b7280;--line:#d5d9de;--good:#0a7d4b;--bad:#b3261e;--main:#2f5bd7;--back:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaee;--soft:#9aa3ad;--line:#3a414a;--good:#46c08a;--bad:#ff8a80;--main:#8fb0ff;--back:#14171a}}
body{margin:2rem auto;max-width:60rem;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back)}
h1{font-size:1.4rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{margin:.3rem 0}.soft{color:var(--soft)}
svg{width:100%;height:auto;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right}
td:first-child,th:first-child{text-align:left}th{font-weight:600;color:var(--soft)}
.good{color:var(--good)}.bad{color:var(--bad)}code{font-size:.85em;overflow-wrap:anywhere}
.curve{fill:none;stroke:var(--main);stroke-width:1.5}.other{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:4 3}
.fall{fill:var(--bad);fill-opacity:.25;stroke:var(--bad);stroke-width:1}.base{stroke:var(--line)}.buy{fill:var(--good)}.sell{fill:var(--bad)}
text{fill:var(--soft);font:11px system-ui,sans-serif}
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string money(std::int64_t micros) { return fmt::format("{:.2f}", static_cast<double>(micros) / kMicros); }
std::string percent(double share) { return fmt::format("{:+.2f} %", 100 * share); }
std::string_view tone(double value) { return value < 0 ? "bad" : "good"; }

// Civil date from days since 1970 (proleptic Gregorian), so that no library's locale or zone counts.
std::string moment(UnixMillis at) {
  const auto seconds = at.value() / 1000;
  auto days = seconds / 86'400;
  const auto rest = seconds % 86'400;
  days += 719'468;
  const auto era = days / 146'097;
  const auto day_of_era = days - era * 146'097;
  const auto year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month_index = (5 * day_of_year + 2) / 153;
  const auto day = day_of_year - (153 * month_index + 2) / 5 + 1;
  const auto month = month_index < 10 ? month_index + 3 : month_index - 9;
  const auto year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", year, month, day, rest / 3'600, rest / 60 % 60);
}

// One plot: values over the time of the curve's points.
class Plot {
 public:
  Plot(const std::vector<CurvePoint>& points, double low, double high)
      : points_(points), low_(low), high_(high > low ? high : low + 1) {
    out_ = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\">", kWidth, kHeight);
  }
  [[nodiscard]] double x(UnixMillis at) const {
    const auto first = points_.front().at.value();
    const auto length = std::max<std::int64_t>(points_.back().at.value() - first, 1);
    return kLeft + (kWidth - kLeft - kRight) * static_cast<double>(at.value() - first) / static_cast<double>(length);
  }
  [[nodiscard]] double y(double value) const {
    return kTop + (kHeight - kTop - kBottom) * (high_ - value) / (high_ - low_);
  }
  void base(double value) {
    out_ += fmt::format(R"(<line class="base" x1="0" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)", kWidth, y(value), y(value));
  }
  void line(std::string_view style, const std::function<double(const CurvePoint&)>& value) {
    out_ += fmt::format("<polyline class=\"{}\" points=\"{}\"/>", style, path(value));
  }
  void area(std::string_view style, const std::function<double(const CurvePoint&)>& value) {
    out_ += fmt::format("<polygon class=\"{}\" points=\"{:.1f},{:.1f} {} {:.1f},{:.1f}\"/>", style,
                        x(points_.front().at), y(0), path(value), x(points_.back().at), y(0));
  }
  void dot(std::string_view style, UnixMillis at, double value) {
    out_ += fmt::format("<circle class=\"{}\" r=\"2.2\" cx=\"{:.1f}\" cy=\"{:.1f}\"/>", style, x(at), y(value));
  }
  void label(double value, std::string_view text) {
    out_ += fmt::format("<text x=\"{}\" y=\"{:.1f}\">{}</text>", kLeft, std::max(y(value) - 3, kTop), text);
  }
  std::string end() { return out_ + "</svg>"; }

 private:
  [[nodiscard]] std::string path(const std::function<double(const CurvePoint&)>& value) const {
    std::string out;
    for (const auto& point : points_) out += fmt::format("{:.1f},{:.1f} ", x(point.at), y(value(point)));
    if (!out.empty()) out.pop_back();
    return out;
  }
  const std::vector<CurvePoint>& points_;
  double low_, high_;
  std::string out_;
};

double equity_of(const CurvePoint& point) { return static_cast<double>(point.equity_micros) / kMicros; }

std::string equity_plot(const Report& report) {
  // The market beside it, as if the start had been spent at its first price without costs.
  const auto first = static_cast<double>(report.curve.front().price);
  const auto start = static_cast<double>(report.start_micros) / kMicros;
  const auto market = [&](const CurvePoint& point) { return start * static_cast<double>(point.price) / first; };
  double low = start;
  double high = start;
  for (const auto& point : report.curve) {
    low = std::min({low, equity_of(point), market(point)});
    high = std::max({high, equity_of(point), market(point)});
  }
  Plot plot(report.curve, low, high);
  plot.base(start);
  plot.line("other", market);
  plot.line("curve", equity_of);
  plot.label(high, fmt::format("{:.2f}", high));
  plot.label(low, fmt::format("{:.2f}", low));
  return plot.end();
}

std::string price_plot(const Report& report) {
  double scale = 1;
  for (auto i = report.subject.exponent; i < 0; ++i) scale *= 10;
  const auto price = [&](const CurvePoint& point) { return static_cast<double>(point.price) / scale; };
  const auto [least, most] = std::ranges::minmax_element(report.curve, {}, &CurvePoint::price);
  Plot plot(report.curve, price(*least), price(*most));
  plot.line("other", price);
  const auto shown =
      report.trades.size() > kTradesShown ? std::span(report.trades).last(kTradesShown) : std::span(report.trades);
  const auto at = [&](const agent::FillPrice& fill) { return static_cast<double>(fill.mantissa) / scale; };
  for (const auto& trade : shown) {
    plot.dot("buy", trade.opened.at, at(trade.opened.price));
    plot.dot("sell", trade.at, at(trade.price));
  }
  plot.label(price(*most), fmt::format("{:g}", price(*most)));
  plot.label(price(*least), fmt::format("{:g}", price(*least)));
  return plot.end();
}

std::string drawdown_plot(const Report& report) {
  Plot plot(report.curve, -std::max(report.drawdown.share, 0.001), 0);
  auto peak = static_cast<double>(report.start_micros) / kMicros;
  plot.area("fall", [peak](const CurvePoint& point) mutable {
    peak = std::max(peak, equity_of(point));
    return peak == 0 ? 0 : equity_of(point) / peak - 1;
  });
  plot.label(-report.drawdown.share, percent(-report.drawdown.share));
  return plot.end();
}

std::string figures_table(const Report& report) {
  std::string out = "<table>";
  const auto row = [&](std::string_view name, const std::string& value, std::string_view style = "") {
    out += fmt::format("<tr><td>{}</td><td class=\"{}\">{}</td></tr>", name, style, value);
  };
  const auto quote = escaped(report.subject.quote);
  row("start", money(report.start_micros) + " " + quote);
  row("end", money(report.end_micros) + " " + quote);
  row("return", percent(report.gain()), tone(report.gain()));
  row("buy and hold, same costs", percent(report.holding_gain()), tone(report.holding_gain()));
  row("largest drawdown", fmt::format("{:.2f} %, {} to {}", 100 * report.drawdown.share, moment(report.drawdown.from),
                                      moment(report.drawdown.to)));
  row("Sharpe ratio, a year", report.sharpe ? fmt::format("{:.2f} from {} returns of {} s", *report.sharpe,
                                                          report.periods, report.settings.period_ms / 1000)
                                            : std::string("too few returns"));
  const auto wins =
      std::ranges::count_if(report.trades, [](const agent::TradeClosed& trade) { return trade.profit_micros > 0; });
  row("trades", fmt::format("{}, {} of them with a gain", report.trades.size(), wins));
  row("orders not filled, still waiting", fmt::format("{}, {}", report.unfilled, report.pending));
  row("costs", escaped(describe_costs(report)));
  row("latency", fmt::format("{} ms", report.settings.latency_ms));
  row("answers of models", std::to_string(report.answers.size()));
  return out + "</table>";
}

std::string trades_table(const Report& report) {
  const auto shown = std::min(report.trades.size(), kTradesShown);
  if (shown == 0) return "<p>none</p>";
  std::string out;
  if (shown < report.trades.size())
    out += fmt::format("<p class=\"soft\">the newest {} of {}</p>", shown, report.trades.size());
  out += "<table><tr><th>#</th><th>opened</th><th>closed</th><th>fees</th><th>profit</th></tr>";
  for (const auto& trade : std::span(report.trades).last(shown)) {
    out += fmt::format(R"(<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class="{}">{}</td></tr>)",
                       trade.opened.number, moment(trade.opened.at), moment(trade.at),
                       money(static_cast<std::int64_t>(trade.opened.fee_micros + trade.fee_micros)),
                       tone(static_cast<double>(trade.profit_micros)), money(trade.profit_micros));
  }
  return out + "</table>";
}

std::string acts_table(const Report& report) {
  std::string out = "<table>";
  const auto row = [&](std::string_view name, const std::string& value) {
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>", name, value);
  };
  for (const auto& [action, count] : report.acted.done) row("done", fmt::format("{} × {}", count, action));
  for (const auto& [action, count] : report.acted.failed) row("failed", fmt::format("{} × {}", count, action));
  for (const auto& line : describe_moved(report.acted)) row("moved", line);
  for (const auto& [mint, amount] : report.acted.holdings)
    row("holds at the end", fmt::format("{} units of {}", amount, codec::to_base58(mint)));
  return out + "</table>";
}

}  // namespace

std::string describe_costs(const Report& report) {
  const auto& costs = report.settings.costs;
  if (const auto* pool = std::get_if<PoolCosts>(&costs))
    return fmt::format("a pool of {} {} on the swap_pool curve, fee {} bps",
                       money(static_cast<std::int64_t>(pool->depth_micros)), report.subject.quote, pool->fee_bps);
  const auto& flat = std::get<ProportionalCosts>(costs).costs;
  return fmt::format("fee {} bps and slippage {} bps on each side{}", flat.fee_bps, flat.slippage_bps,
                     report.own_costs ? ", as the agent's own position has them" : "");
}

std::string page(const Report& report) {
  const auto& subject = report.subject;
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Backtest of {}</title><style>{}</style></head><body>",
      escaped(subject.agent), kStyle);
  out += fmt::format("<h1>{} on {}</h1><p class=\"soft\">{}: {} ticks, {} to {} UTC</p>", escaped(subject.agent),
                     escaped(subject.symbol), escaped(subject.description), subject.ticks, moment(subject.first),
                     moment(subject.last));
  if (report.observations) out += "<h2>What it did</h2>" + acts_table(report);
  if (!report.on_paper()) out += fmt::format("<p>Below, {}.</p>", kNotOnPaper);
  out += "<h2>Equity</h2>" + equity_plot(report) + "<p class=\"soft\">dashed: the market, from the same start</p>";
  out += "<h2>Drawdown</h2>" + drawdown_plot(report);
  out += "<h2>Price and trades</h2>" + price_plot(report);
  out += "<h2>Figures</h2>" + figures_table(report);
  out += "<h2>Trades</h2>" + trades_table(report);
  out += fmt::format(
      "<h2>What this is of</h2><p>report <code>{}</code></p><p>config <code>{}</code></p><p>market "
      "<code>{}</code></p></body></html>\n",
      codec::hex_encode(report_hash(report).view()), codec::hex_encode(subject.config.view()), escaped(subject.market));
  return out;
}

}  // namespace zestron::backtest
