// Generated instructions from a vault that is set up; the bytes are the choices.
#include "rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const grapnel::u8* data, std::size_t size) {
  return grapnel::testing::fuzz<open_vault::OpenVault>(data, size, open_vault::test::rules());
}
