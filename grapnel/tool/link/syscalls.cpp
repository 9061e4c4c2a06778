#include "link/syscalls.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace grapnel::tool {
namespace {

// agave syscalls/src/lib.rs, create_program_runtime_environment: what is registered with mainnet's features.
constexpr std::array<std::string_view, 38> kSyscalls = {
    "abort",
    "sol_panic_",
    "sol_log_",
    "sol_log_64_",
    "sol_log_pubkey",
    "sol_log_compute_units_",
    "sol_log_data",
    "sol_create_program_address",
    "sol_try_find_program_address",
    "sol_sha256",
    "sol_keccak256",
    "sol_blake3",
    "sol_secp256k1_recover",
    "sol_poseidon",
    "sol_curve_validate_point",
    "sol_curve_group_op",
    "sol_curve_multiscalar_mul",
    "sol_curve_pairing_map",
    "sol_curve_decompress",
    "sol_alt_bn128_group_op",
    "sol_alt_bn128_compression",
    "sol_big_mod_exp",
    "sol_get_clock_sysvar",
    "sol_get_epoch_schedule_sysvar",
    "sol_get_rent_sysvar",
    "sol_get_fees_sysvar",
    "sol_get_last_restart_slot",
    "sol_get_epoch_rewards_sysvar",
    "sol_get_epoch_stake",
    "sol_get_sysvar",
    "sol_get_stack_height",
    "sol_get_processed_sibling_instruction",
    "sol_get_return_data",
    "sol_set_return_data",
    "sol_remaining_compute_units",
    "sol_invoke_signed_c",
    "sol_invoke_signed_rust",
    "sol_alloc_free_",
};
constexpr std::array<std::string_view, 4> kMemorySyscalls = {"sol_memcpy_", "sol_memmove_", "sol_memset_",
                                                             "sol_memcmp_"};

std::uint32_t mix(std::uint32_t k) { return std::rotl(k * 0xcc9e2d51u, 15) * 0x1b873593u; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[k - 1] ? 0 : 1);
      diagonal = row[k];
      row[k] = std::min({replaced, row[k] + 1, row[k - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::uint32_t syscall_hash(std::string_view name) {
  std::uint32_t hash = 0;
  std::size_t at = 0;
  for (; at + 4 <= name.size(); at += 4) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i) word |= std::uint32_t{static_cast<std::uint8_t>(name[at + i])} << (8 * i);
    hash = std::rotl(hash ^ mix(word), 13) * 5 + 0xe6546b64u;
  }
  std::uint32_t tail = 0;
  for (std::size_t i = 0; at + i < name.size(); ++i)
    tail |= std::uint32_t{static_cast<std::uint8_t>(name[at + i])} << (8 * i);
  if (at < name.size()) hash ^= mix(tail);
  hash ^= static_cast<std::uint32_t>(name.size());
  hash = (hash ^ hash >> 16) * 0x85ebca6bu;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
  return hash ^ hash >> 16;
}

bool is_syscall(std::string_view name) {
  return std::ranges::find(kSyscalls, name) != kSyscalls.end() ||
         std::ranges::find(kMemorySyscalls, name) != kMemorySyscalls.end();
}

std::string_view nearest_syscall(std::string_view name) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 4) + 1;
  for (const std::string_view known : kSyscalls) {
    const std::size_t distance = edit_distance(name, known);
    if (distance < best_distance) {
      best = known;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace grapnel::tool
