#include "write_trace.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace grapnel::testing {

void write_trace(const zestron::chain::bank::Bank& bank, zestron::Slot slot,
                 const zestron::chain::bank::Transaction& transaction) {
  namespace bank_of = zestron::chain::bank;
  const char* folder = std::getenv("GRAPNEL_TRACE");  // NOLINT(concurrency-mt-unsafe): nothing sets it meanwhile
  if (folder == nullptr || *folder == 0) return;
  const auto trace = bank.trace(slot, transaction);
  if (!trace && trace.error().code == bank_of::BankError::kInvalid) return;
  if (!trace) throw std::runtime_error("no trace: " + trace.error().message);
  static std::atomic<unsigned> written = 0;
  std::string number = std::to_string(++written);
  number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
  std::filesystem::create_directories(folder);
  std::ofstream out(std::filesystem::path(folder) / (number + ".json"), std::ios::binary);
  out << *trace;
  if (!out.flush()) throw std::runtime_error(std::string("can't write to ") + folder);
}

}  // namespace grapnel::testing
