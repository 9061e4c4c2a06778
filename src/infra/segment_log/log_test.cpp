#include "infra/segment_log/reader.hpp"
#include "infra/segment_log/writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace zestron::infra::segment_log {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "zestron-log-XXXXXX").native();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Identity identity(std::uint8_t byte) {
  Identity result;
  result.value().fill(byte);
  return result;
}

Writer open_writer(const fs::path& path, const LogEnd& end = {}, std::uint64_t segment_bytes_max = 200) {
  auto writer = Writer::open({.directory = path, .identity = identity(1), .segment_bytes_max = segment_bytes_max}, end);
  EXPECT_TRUE(writer.has_value()) << (writer ? "" : writer.error().message);
  return std::move(*writer);
}

struct Contents {
  std::vector<Bytes> payloads;
  std::vector<Position> positions;
  LogEnd end;
};

Contents read_all(const fs::path& path) {
  Contents contents;
  auto reader = Reader::open(path, identity(1));
  EXPECT_TRUE(reader.has_value()) << (reader ? "" : reader.error().message);
  for (auto record = reader->next(); *record; record = reader->next()) {
    contents.payloads.emplace_back((*record)->payload.begin(), (*record)->payload.end());
    contents.positions.push_back((*record)->at);
  }
  contents.end = reader->end();
  return contents;
}

/// Ten records over several segments; returns their payloads.
std::vector<Bytes> write_ten(const fs::path& path) {
  std::vector<Bytes> payloads;
  Writer writer = open_writer(path);
  for (std::uint8_t at = 0; at < 10; ++at) {
    payloads.emplace_back(30U + at, at);
    EXPECT_TRUE(writer.append(payloads.back()));
    EXPECT_TRUE(writer.sync());
  }
  return payloads;
}

void flip(const fs::path& path, std::uint64_t byte) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(byte));
  const char old = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(byte));
  file.put(static_cast<char>(old ^ 0x10));
}

TEST(SegmentLog, rolls_and_reads_across_segments) {
  const Folder folder;
  const auto payloads = write_ten(folder.path());
  EXPECT_GT(list_segments(folder.path())->size(), 3U);
  const Contents got = read_all(folder.path());
  EXPECT_EQ(got.payloads, payloads);
  EXPECT_EQ(got.end.stop, Stop::kEnd);
  EXPECT_EQ(got.end.next_sequence, 11U);
  for (std::size_t at = 0; at < payloads.size(); ++at) {
    EXPECT_EQ(*read_payload(folder.path(), got.positions[at]), payloads[at]);
  }
}

TEST(SegmentLog, absent_folder_is_an_empty_log) {
  const Folder folder;
  const Contents got = read_all(folder.path() / "none");
  EXPECT_TRUE(got.payloads.empty());
  EXPECT_EQ(got.end.stop, Stop::kEnd);
  EXPECT_EQ(got.end.next_sequence, 1U);
}

TEST(SegmentLog, continues_after_reopening) {
  const Folder folder;
  auto payloads = write_ten(folder.path());
  {
    Writer writer = open_writer(folder.path(), read_all(folder.path()).end);
    payloads.push_back(Bytes{42});
    ASSERT_TRUE(writer.append(payloads.back()));
    ASSERT_TRUE(writer.flush());
  }
  EXPECT_EQ(read_all(folder.path()).payloads, payloads);
}

TEST(SegmentLog, foreign_identity_is_refused_and_told) {
  const Folder folder;
  write_ten(folder.path());
  Identity found;
  const auto reader = Reader::open(folder.path(), identity(2), 0, &found);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, LogCode::kForeign);
  EXPECT_EQ(found, identity(1));
}

TEST(SegmentLog, every_truncation_of_the_newest_segment_is_torn_and_can_be_cut_and_continued) {
  const Folder original;
  const auto payloads = write_ten(original.path());
  const std::uint64_t newest = list_segments(original.path())->back();
  const auto size = fs::file_size(segment_path(original.path(), newest));
  for (std::uint64_t cut_at = 0; cut_at < size; ++cut_at) {
    const Folder folder;
    fs::copy(original.path(), folder.path(), fs::copy_options::recursive);
    fs::resize_file(segment_path(folder.path(), newest), cut_at);
    const Contents torn = read_all(folder.path());
    ASSERT_LT(torn.payloads.size(), payloads.size());
    ASSERT_TRUE(std::equal(torn.payloads.begin(), torn.payloads.end(), payloads.begin())) << cut_at;
    if (torn.end.stop == Stop::kEnd) continue;  // between records
    ASSERT_EQ(torn.end.stop, Stop::kTorn) << torn.end.what;
    const fs::path aside = folder.path() / "aside" / "tail";
    ASSERT_EQ(*cut(folder.path(), torn.end.at, aside), torn.end.bad_bytes);
    if (torn.end.bad_bytes > 0) EXPECT_EQ(fs::file_size(aside), torn.end.bad_bytes);
    const Contents whole = read_all(folder.path());
    ASSERT_EQ(whole.end.stop, Stop::kEnd) << cut_at << " " << whole.end.what;
    ASSERT_EQ(whole.payloads, torn.payloads);
    Writer writer = open_writer(folder.path(), whole.end);
    ASSERT_TRUE(writer.append(Bytes{1, 2, 3}));
    ASSERT_TRUE(writer.sync());
    ASSERT_EQ(read_all(folder.path()).payloads.size(), torn.payloads.size() + 1);
  }
}

TEST(SegmentLog, damage_before_the_newest_segment_names_file_and_byte) {
  const Folder folder;
  write_ten(folder.path());
  const Contents before = read_all(folder.path());
  flip(segment_path(folder.path(), before.positions[2].segment), before.positions[2].byte + kRecordHeaderBytes);
  const Contents got = read_all(folder.path());
  EXPECT_EQ(got.payloads.size(), 2U);
  EXPECT_EQ(got.end.stop, Stop::kDamaged);
  EXPECT_EQ(got.end.at, before.positions[2]);
  EXPECT_NE(got.end.what.find(segment_path(folder.path(), before.positions[2].segment).native()), std::string::npos);
  EXPECT_FALSE(read_payload(folder.path(), before.positions[2]));
}

TEST(SegmentLog, missing_segment_is_damage) {
  const Folder folder;
  write_ten(folder.path());
  const std::uint64_t second = (*list_segments(folder.path()))[1];
  fs::remove(segment_path(folder.path(), second));
  const Contents got = read_all(folder.path());
  EXPECT_EQ(got.end.stop, Stop::kDamaged);
  EXPECT_NE(got.end.what.find("is missing"), std::string::npos);
}

TEST(SegmentLog, cut_removes_later_segments) {
  const Folder folder;
  const auto payloads = write_ten(folder.path());
  const Contents before = read_all(folder.path());
  ASSERT_TRUE(cut(folder.path(), before.positions[3], {}));
  const Contents got = read_all(folder.path());
  EXPECT_EQ(got.payloads, std::vector<Bytes>(payloads.begin(), payloads.begin() + 3));
  EXPECT_EQ(got.end.stop, Stop::kEnd);
}

TEST(SegmentLog, drop_before_keeps_what_is_asked_for) {
  const Folder folder;
  write_ten(folder.path());
  ASSERT_TRUE(drop_before(folder.path(), 5));
  const auto segments = *list_segments(folder.path());
  EXPECT_LE(segments.front(), 5U);
  EXPECT_GT(segments.front(), 1U);
  EXPECT_EQ(read_all(folder.path()).end.next_sequence, 11U);
}

// RLIMIT_FSIZE makes a real write fail half-way, as a full disk does.
TEST(SegmentLog, full_disk_stops_the_writer_and_keeps_what_was_synced) {
  const Folder folder;
  Writer writer = open_writer(folder.path(), {}, 1 << 20);
  ASSERT_TRUE(writer.append(Bytes(100, 1)));
  ASSERT_TRUE(writer.sync());
  ::rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const ::rlimit small{.rlim_cur = 300, .rlim_max = old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  ASSERT_TRUE(writer.append(Bytes(100, 2)));
  const auto synced = writer.sync();
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().code, LogCode::kNoSpace);
  EXPECT_FALSE(writer.append(Bytes{1}));
  EXPECT_FALSE(writer.sync());
  const Contents got = read_all(folder.path());
  EXPECT_EQ(got.payloads, std::vector<Bytes>{Bytes(100, 1)});
  EXPECT_EQ(got.end.stop, Stop::kTorn);
}

RC_GTEST_PROP(SegmentLog, any_record_sizes_and_any_reopening_read_back, ()) {
  const Folder folder;
  // Few records: each new segment and each reopening costs real syncs.
  const auto groups = *rc::gen::resize(8, rc::gen::container<std::vector<std::vector<Bytes>>>(
                                              rc::gen::container<std::vector<Bytes>>(rc::gen::nonEmpty<Bytes>())));
  std::vector<Bytes> payloads;
  for (const auto& group : groups) {
    Writer writer = open_writer(folder.path(), read_all(folder.path()).end);
    for (const Bytes& payload : group) {
      RC_ASSERT(writer.append(payload).has_value());
      payloads.push_back(payload);
    }
    RC_ASSERT(writer.flush().has_value());
  }
  const Contents got = read_all(folder.path());
  RC_ASSERT(got.payloads == payloads);
  RC_ASSERT(got.end.stop == Stop::kEnd);
}

}  // namespace
}  // namespace zestron::infra::segment_log
