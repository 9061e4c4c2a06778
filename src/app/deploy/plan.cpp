#include "app/deploy/plan.hpp"

#include "codec/base58.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::deploy {
namespace loader = protocols::loader_v3;
namespace {

constexpr std::uint64_t kSignatureFee = 5'000;
// Solana's limit of an account is 10 MiB.
constexpr std::uint64_t kProgramMax = 10ULL * 1024 * 1024 - loader::kProgramDataMetadataSize;

bool is_program_of_v3(const ports::AccountState& account) {
  return account.owner == loader::kProgramId && account.data.size() == loader::kProgramSize;
}

std::expected<void, std::string> plan_upgrade(Plan& plan, const Wanted& wanted, const Present& present) {
  if (!is_program_of_v3(*present.program)) {
    return std::unexpected("the account at the program's address is no upgradeable program; take another key");
  }
  const auto data = present.program_data ? loader::read_program_data(present.program_data->data) : std::nullopt;
  if (!data) return std::unexpected("the program was closed; its address can't be used again, take another key");
  if (!data->authority) return std::unexpected("the program is final: nobody may upgrade it");
  if (*data->authority != wanted.authority) {
    return std::unexpected(fmt::format("the program's upgrade authority is {}; give that key pair with -k",
                                       codec::to_base58(*data->authority)));
  }
  plan.upgrade = true;
  plan.unchanged = holds(data->elf, wanted.elf) && plan.max_len <= data->elf.size();
  plan.extend_by = plan.max_len > data->elf.size() ? plan.max_len - data->elf.size() : 0;
  plan.max_len = std::max<std::uint64_t>(plan.max_len, data->elf.size());
  return {};
}

std::expected<void, std::string> plan_buffer(Plan& plan, const Wanted& wanted, const Present& present) {
  plan.writes = (wanted.elf.size() + loader::kWriteChunk - 1) / loader::kWriteChunk;
  if (!present.buffer) return {};
  const auto buffer = present.buffer->owner == loader::kProgramId ? loader::read_buffer(present.buffer->data)
                                                                  : std::optional<loader::Buffer>();
  if (!buffer || buffer->authority != wanted.authority) {
    return std::unexpected(
        "the account at the buffer's address is not this authority's buffer; deploy with another -k");
  }
  if (buffer->elf.size() != wanted.elf.size()) {
    plan.buffer = BufferStep::kReplace;
    return {};
  }
  plan.buffer = BufferStep::kResume;
  plan.writes = missing_writes(buffer->elf, wanted.elf).size();
  return {};
}

}  // namespace

bool holds(ByteView program, ByteView elf) {
  return program.size() >= elf.size() && std::ranges::equal(program.first(elf.size()), elf) &&
         std::ranges::all_of(program.subspan(elf.size()), [](std::uint8_t byte) { return byte == 0; });
}

std::vector<std::size_t> missing_writes(ByteView buffer, ByteView elf) {
  std::vector<std::size_t> missing;
  for (std::size_t at = 0; at < elf.size(); at += loader::kWriteChunk) {
    const auto chunk = elf.subspan(at, std::min(loader::kWriteChunk, elf.size() - at));
    const bool there =
        buffer.size() >= at + chunk.size() && std::ranges::equal(buffer.subspan(at, chunk.size()), chunk);
    if (!there) missing.push_back(at / loader::kWriteChunk);
  }
  return missing;
}

std::expected<Plan, std::string> make_plan(const Wanted& wanted, const Present& present) {
  Plan plan;
  plan.max_len = wanted.max_len.value_or(wanted.elf.size() + wanted.elf.size() * wanted.headroom_percent / 100);
  if (plan.max_len < wanted.elf.size()) {
    return std::unexpected(
        fmt::format("--max-len {} is less than the program's {} bytes", plan.max_len, wanted.elf.size()));
  }
  if (plan.max_len > kProgramMax) {
    return std::unexpected(fmt::format("{} bytes are more than an account holds ({})", plan.max_len, kProgramMax));
  }
  if (present.program) {
    if (auto planned = plan_upgrade(plan, wanted, present); !planned) return std::unexpected(planned.error());
  } else if (wanted.upgrade_only) {
    return std::unexpected("there is no program at that address to upgrade; leave --upgrade away to deploy it");
  }
  if (auto planned = plan_buffer(plan, wanted, present); !planned) return std::unexpected(planned.error());
  return plan;
}

Price price(const Plan& plan, const Rents& rents, const Present& present) {
  const auto held = [](const std::optional<ports::AccountState>& account) {
    return account ? account->lamports.value() : 0;
  };
  const auto missing = [](std::uint64_t wanted, std::uint64_t there) { return wanted > there ? wanted - there : 0; };
  Price out;
  std::uint64_t signatures = plan.writes + (plan.upgrade ? 1 : 2) + (plan.extend_by > 0 ? 1 : 0);
  if (plan.buffer != BufferStep::kResume) signatures += 2;
  if (plan.buffer == BufferStep::kReplace) signatures += 1;
  out.fees = signatures * kSignatureFee;
  const std::uint64_t program_data = missing(rents.program_data, held(present.program_data));
  out.stays = program_data + missing(rents.program, held(present.program));
  // The buffer's lamports come back with the last step: a first deployment pays the program data from them, an upgrade
  // has extended before.
  const std::uint64_t lent = missing(rents.buffer, held(present.buffer));
  out.needed = out.fees + (plan.upgrade ? lent + out.stays : std::max(lent + missing(rents.program, 0), out.stays));
  return out;
}

}  // namespace zestron::deploy
