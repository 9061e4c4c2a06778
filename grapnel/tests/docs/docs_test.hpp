// What the tests of docs/grapnel stand on: a fixture that notes what each instruction costs, and the list of what the pages
// say about their programs (rows of the IDL, figures), which docs_test.cpp holds them to.
#pragma once

#include <grapnel/idl/print.hpp>
#include <grapnel/testing/add.hpp>
#include <grapnel/testing/gtest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace grapnel::docs {

struct IdlRow {
  std::string pointer;  // into the IDL, without the slash in front
  std::string json;
};
struct Figure {
  std::string name;  // an instruction; empty: the program's bytes
  u64 value = 0;
};
struct PageClaims {
  std::string program;
  idl::Json idl;
  std::vector<IdlRow> rows;
  std::vector<Figure> figures;
};

std::vector<PageClaims>& claims();

// The first success of an instruction counts, on the real runtime with mainnet's features.
void note(const std::string& program, const std::string& instruction, const testing::Setting& setting,
          const testing::Outcome& outcome);

template <class Program>
bool add(std::vector<IdlRow> rows, std::vector<Figure> figures) {
  claims().push_back({std::string(Program::kName.data, Program::kName.size), idl::make<Program>(), std::move(rows),
                      std::move(figures)});
  return true;
}

template <class Program>
class Measured : public testing::ProgramTest<Program> {
 protected:
  template <auto Handler, usize N>
  testing::Outcome run(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args = {}) {
    testing::Outcome outcome = testing::ProgramTest<Program>::template run<Handler>(keys, args);
    constexpr Text kInstruction = detail::kNameOf<detail::kFunction<Handler>>;
    note({Program::kName.data, Program::kName.size}, {kInstruction.data, kInstruction.size}, this->chain.setting(),
         outcome);
    return outcome;
  }
  testing::Outcome run(const client::Instruction& instruction) { return this->chain.run(instruction); }
};

}  // namespace grapnel::docs
