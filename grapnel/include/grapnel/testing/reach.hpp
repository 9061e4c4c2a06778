// Reach: which instructions a fuzzer drew and brought to success, for whoever runs it. A fuzzer whose instructions all fail finds
// nothing, and nobody sees it.
//
//   const bool succeeded = world.run(instruction).ok();
//   grapnel::testing::reach(instruction.data, succeeded);
//
// With GRAPNEL_REACH=FILE in the environment, FILE has at the end a line for each beginning of instruction data (up to 8 bytes,
// hexadecimal), how often it succeeded and how often it was drawn; scripts/fuzz.py holds it to the IDL. Without, nothing is done.
#pragma once

#include <grapnel/integers.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>

namespace grapnel::testing {

namespace detail {

class Reached {
 public:
  explicit Reached(const char* file) : file_(file) {}
  Reached(const Reached&) = delete;
  Reached& operator=(const Reached&) = delete;
  ~Reached() {
    std::FILE* out = std::fopen(file_.c_str(), "w");
    if (out == nullptr) return;
    for (const auto& [start, count] : counts_)
      std::fprintf(out, "%s %llu %llu\n", start.c_str(), count.succeeded, count.drawn);
    std::fclose(out);
  }
  void add(std::span<const u8> data, bool succeeded) {
    constexpr usize kStartMax = 8;
    std::array<char, 3> digits{};
    std::string start;
    for (const u8 byte : data.first(data.size() < kStartMax ? data.size() : kStartMax)) {
      std::snprintf(digits.data(), digits.size(), "%02x", byte);
      start += digits.data();
    }
    Count& count = counts_[start];
    ++count.drawn;
    if (succeeded) ++count.succeeded;
  }

 private:
  struct Count {
    unsigned long long drawn = 0, succeeded = 0;
  };

  std::string file_;
  std::map<std::string, Count> counts_;
};

}  // namespace detail

inline void reach(std::span<const u8> data, bool succeeded) {
  static const char* const kFile = std::getenv("GRAPNEL_REACH");
  if (kFile == nullptr) return;
  static detail::Reached reached(kFile);  // libFuzzer ends by exit(), which runs its destructor
  reached.add(data, succeeded);
}

}  // namespace grapnel::testing
