// Chain::add, whose instantiation is the whole program: every handler's checks, and the names of all it has. Only what
// grapnel_program() generates includes this, and a test with a module of its own; in every test it took half of the build.
#pragma once

#include <grapnel/testing/chain.hpp>

namespace grapnel::testing {

template <class Module>
void Chain::add() {
  auto programs = std::make_shared<std::vector<ProgramDescription>>(*programs_);
  programs->push_back(describe<Module>());
  programs_ = std::move(programs);
  backend_->add({Module::kId, [](u8* input, const u8* data) -> u64 { return Module::run(input, data); },
                 program_file(Module::kName)});
}

}  // namespace grapnel::testing
