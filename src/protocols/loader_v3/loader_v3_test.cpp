#include "protocols/loader_v3/loader_v3.hpp"

#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"

#include <gtest/gtest.h>

namespace zestron::protocols::loader_v3 {
namespace {

codec::Keypair keypair(std::string_view label) {
  return codec::Keypair::from_secret(codec::sha256(as_bytes(label)).value());
}

TEST(Upload, a_full_write_just_fits_a_transaction) {
  const auto payer = keypair("payer");
  const auto buffer = keypair("buffer");
  const Bytes elf(kWriteChunk * 2 + 10, 7);
  const auto plan = upload(payer.pubkey(), payer.pubkey(), buffer.pubkey(), elf, Lamports(1));
  ASSERT_EQ(plan.writes.size(), 3U);
  const auto message = codec::compile_message(payer.pubkey(), std::array{plan.writes[0]}, Hash{});
  const auto transaction = codec::sign_transaction(*message, std::array{&payer});
  ASSERT_TRUE(transaction);
  const auto size = transaction->serialize().size();
  EXPECT_LE(size, codec::kTransactionBytesMax);
  EXPECT_GT(size + 4, codec::kTransactionBytesMax) << "chunks could be larger";
}

TEST(Upload, writes_cover_the_program_once_and_in_place) {
  Bytes elf(kWriteChunk + 500);
  for (std::size_t i = 0; i < elf.size(); ++i) elf[i] = static_cast<std::uint8_t>(i * 31);
  const auto plan = upload({}, {}, {}, elf, Lamports(1));
  Bytes rebuilt(elf.size(), 0);
  std::size_t covered = 0;
  for (const auto& write : plan.writes) {
    const auto& data = write.data;
    const auto at = [&](std::size_t i) { return std::size_t{data[i]}; };
    const std::size_t offset = at(4) | at(5) << 8U | at(6) << 16U;
    const std::size_t length = at(8) | at(9) << 8U;
    ASSERT_EQ(data.size(), 16 + length);
    std::copy(data.begin() + 16, data.end(), rebuilt.begin() + static_cast<std::ptrdiff_t>(offset));
    covered += length;
  }
  EXPECT_EQ(covered, elf.size());
  EXPECT_EQ(rebuilt, elf);
}

}  // namespace
}  // namespace zestron::protocols::loader_v3
