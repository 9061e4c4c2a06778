#include <grapnel/testing/tally.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace grapnel::testing {

Demands Demands::from_environment() {
  const char* sequences = std::getenv("GRAPNEL_SEQUENCES");
  if (sequences == nullptr) return {};
  return {.sequences = std::strtoull(sequences, nullptr, 10), .steps = 50, .percent = 40, .successes = 1'000};
}

u64 most_sequences(Ground ground) {
  return ground == Ground::Real && std::getenv("RC_PARAMS") == nullptr ? 10 : ~u64{0};
}

Tally::Tally(std::string title, const std::vector<std::string>& instructions) : title_(std::move(title)) {
  for (const std::string& name : instructions) lines_.push_back({name});
}

Tally::Line& Tally::line(std::string_view name) {
  const auto found = std::ranges::find(lines_, name, &Line::name);
  return found != lines_.end() ? *found : lines_.emplace_back(std::string(name));
}

void Tally::count(std::string_view instruction, bool succeeded) { count(instruction, 1, succeeded ? 1 : 0); }

void Tally::count(std::string_view instruction, u64 tried, u64 succeeded) {
  Line& counted = line(instruction);
  counted.tried += tried;
  counted.succeeded += succeeded;
}

u64 Tally::succeeded(std::string_view instruction) const {
  const auto found = std::ranges::find(lines_, instruction, &Line::name);
  return found != lines_.end() ? found->succeeded : 0;
}

Tally::Line Tally::all() const {
  Line sum{"all"};
  for (const Line& each : lines_) {
    sum.tried += each.tried;
    sum.succeeded += each.succeeded;
  }
  return sum;
}

const Tally::Line& Tally::rarest() const { return *std::ranges::min_element(lines_, {}, &Line::succeeded); }

void Tally::print() const {
  const Line sum = all();
  const auto percent = [](const Line& of) { return of.tried == 0 ? 0 : of.succeeded * 100 / of.tried; };
  const auto print_line = [&](const Line& of) {
    fmt::print("  {:<24} {:>9} of {:>9} succeeded {:>3} %\n", of.name, of.succeeded, of.tried, percent(of));
  };
  for (const Line& each : lines_) print_line(each);
  print_line(sum);
  if (lines_.empty()) return;
  fmt::print("sequences {}: {} of {} instructions, {} % succeeded, the rarest {} {} times\n", title_, sequences_,
             sum.tried, percent(sum), rarest().name, rarest().succeeded);
}

std::string Tally::shortfall(const Demands& demands) const {
  const Line sum = all();
  if (sequences_ < demands.sequences)
    return fmt::format("{}: {} sequences, {} are asked for", title_, sequences_, demands.sequences);
  if (sum.tried < sequences_ * demands.steps)
    return fmt::format("{}: {} instructions in {} sequences, {} each are asked for", title_, sum.tried, sequences_,
                       demands.steps);
  if (sum.succeeded * 100 < sum.tried * demands.percent)
    return fmt::format("{}: {} of {} instructions succeeded, {} % are asked for", title_, sum.succeeded, sum.tried,
                       demands.percent);
  for (const Line& each : lines_) {
    if (each.succeeded < demands.successes)
      return fmt::format("{}: {} succeeded {} times of {}, {} are asked for", title_, each.name, each.succeeded,
                         each.tried, demands.successes);
  }
  return {};
}

}  // namespace grapnel::testing
