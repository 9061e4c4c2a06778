// Backend: what a test's transactions run on, native programs in this process or Agave's bank. Tests use it through Chain
// (chain.hpp); only one who adds a third kind implements it.
#pragma once

#include <grapnel/native/runtime.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace grapnel::testing {

// Mainnet's features, or those that change what programs see as well: virtual_address_space_adjustments,
// account_data_direct_mapping, raise_cpi_nesting_limit_to_8.
enum class Features : u8 { Mainnet, Pending };

enum class Ground : u8 { Native, Real };

struct Setting {
  Ground ground = Ground::Native;
  Features features = Features::Mainnet;
};

// Of a transaction. Compute units are counted on the real runtime only.
struct RunResult : native::Outcome {
  std::optional<u64> compute_units;
};

// A program in both its forms.
struct ProgramFiles {
  Pubkey id;
  native::Entrypoint entrypoint = nullptr;
  std::string elf;  // path
};

class Backend {
 public:
  virtual ~Backend() = default;

  // Callable from the next slot on, which this opens.
  virtual void add(const ProgramFiles& program) = 0;
  // A program that exists as an ELF only; on native ground it runs on a real chain beside it.
  virtual void deploy(const Pubkey& id, std::span<const u8> elf) = 0;
  virtual RunResult run(std::span<const client::Instruction> instructions) = 0;
  virtual native::Account account(const Pubkey& key) const = 0;
  virtual void set_account(const Pubkey& key, const native::Account& account) = 0;
  virtual Clock clock() const = 0;
  virtual void warp(u64 slots, i64 seconds) = 0;
};

// Slot 1 of a new chain. Foreign programs (Token, …) run on a real chain that is opened when one is first called, if the
// real runtime is linked in.
std::unique_ptr<Backend> make_native(Features features);
// Linked in by grapnel_program_test() where the repository has the bank; null where it hasn't.
[[gnu::weak]] std::unique_ptr<Backend> make_real(Features features);

// For a native::Runtime without a backend around it: foreign programs on a real chain that is opened when one is first
// called; null where the real runtime is not linked in.
std::shared_ptr<native::Elsewhere> make_elsewhere(Features features);

inline bool has_real() { return make_real != nullptr; }

// The whole file. Throws std::runtime_error with the path if it can't be read.
std::vector<u8> read_file(const std::string& path);
// <folder of programs>/NAME.so: the build's folder, or what the environment variable GRAPNEL_PROGRAMS names.
std::string program_file(Text name);

}  // namespace grapnel::testing
