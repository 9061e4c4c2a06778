// A report as a document: canonical JSON, whose sha256 is what an agent's config is activated with, and a page with plots for people.
//
//   docs/backtest.md describes the members. Money is in micro-units of the quote currency, prices are mantissas of `exponent`; both are
//   decimal text, since a double would change them.
#pragma once

#include "backtest/backtest.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::backtest {

inline constexpr std::string_view kReportSchema = "zestron.backtest.v1";

/// Equal reports give equal bytes. The description of the market, which names a file, is not in it.
std::string document(const Report& report);
/// sha256 of document().
Hash report_hash(const Report& report);

/// What can be told of a document without running it again.
struct Stated {
  Hash hash;  ///< of its canonical form
  Hash config;
  std::string market;
};
/// The error says what is wrong with it, in one line. It is not checked that the figures are true: only a run can tell.
std::expected<Stated, std::string> read_document(std::string_view text);

/// What an order pays, in words.
std::string describe_costs(const Report& report);
/// For people, where on_paper() is not.
inline constexpr std::string_view kNotOnPaper =
    "equity, return and trades are of a position on paper, and this agent has none: what it did on chain is in its "
    "wallet";
/// "+287696045 units of MINT: 100 received, 50 paid", for each mint that its actions moved.
std::vector<std::string> describe_moved(const Acted& acted);

/// One file of HTML with its own SVG and style; no script and nothing from elsewhere.
std::string page(const Report& report);

}  // namespace zestron::backtest
