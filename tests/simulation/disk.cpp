#include "disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace zestron::simulation {
namespace {

constexpr std::size_t kSector = 512;
Disk* mounted = nullptr;

bool operate() {
  mounted->operations += 1;
  return mounted->alive();
}

void lay_down(Bytes& bytes, const Disk::File::Write& write) {
  if (write.truncates) {
    bytes.resize(static_cast<std::size_t>(write.at));
    return;
  }
  const auto end = static_cast<std::size_t>(write.at) + write.bytes.size();
  if (bytes.size() < end) bytes.resize(end);
  std::ranges::copy(write.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(write.at));
}

// SQLite's file with our name behind it.
struct Handle {
  sqlite3_file base;
  std::string* name;
};

Disk::File& file_of(sqlite3_file* file) { return mounted->files[*reinterpret_cast<Handle*>(file)->name]; }

int close_file(sqlite3_file* file) {
  delete reinterpret_cast<Handle*>(file)->name;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
  if (!operate()) return SQLITE_IOERR_READ;
  const auto& bytes = file_of(file).now;
  const auto begin = std::min(static_cast<std::size_t>(at), bytes.size());
  const auto got = std::min(static_cast<std::size_t>(size), bytes.size() - begin);
  std::memset(out, 0, static_cast<std::size_t>(size));
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), got, static_cast<std::uint8_t*>(out));
  return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  auto& target = file_of(file);
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  Disk::File::Write write{static_cast<std::uint64_t>(at), Bytes(bytes, bytes + size), false};
  // A process that dies in this call may have handed its bytes over or not; the crash decides.
  const bool alive = operate();
  if (alive) lay_down(target.now, write);
  target.pending.push_back(std::move(write));
  return alive ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (!operate()) return SQLITE_IOERR_TRUNCATE;
  auto& target = file_of(file);
  Disk::File::Write write{static_cast<std::uint64_t>(size), {}, true};
  lay_down(target.now, write);
  target.pending.push_back(std::move(write));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  if (!operate()) return SQLITE_IOERR_FSYNC;
  if (mounted->ignores_sync) return SQLITE_OK;
  auto& target = file_of(file);
  target.durable = target.now;
  target.pending.clear();
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(file_of(file).now.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* locked) {
  *locked = 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return kSector; }
int characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods kMethods{
    1,         close_file, read_file,  write_file, truncate_file, sync_file,       size_of_file,
    lock_file, lock_file,  check_lock, control,    sector_size,   characteristics, nullptr,
    nullptr,   nullptr,    nullptr,    nullptr,    nullptr,
};

int open_on(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* handle = reinterpret_cast<Handle*>(file);
  handle->base.pMethods = nullptr;
  if (!operate()) return SQLITE_CANTOPEN;
  handle->name = new std::string(name == nullptr ? "temporary" : name);
  handle->base.pMethods = &kMethods;
  mounted->files.try_emplace(*handle->name);
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs*, const char* name, int) {
  if (!operate()) return SQLITE_IOERR_DELETE;
  mounted->files.erase(name);
  return SQLITE_OK;
}

int access_file(sqlite3_vfs*, const char* name, int, int* result) {
  const auto found = mounted->files.find(name);
  *result = found != mounted->files.end() && !found->second.now.empty() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  std::generate_n(out, size, [] { return static_cast<char>(mounted->random().next()); });
  return size;
}
int sleep_for(sqlite3_vfs*, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs*, double* days) {
  *days = 2'440'587.5;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

const char* Disk::vfs() {
  static sqlite3_vfs kVfs{};
  static const char* const kName = [] {
    kVfs.iVersion = 1;
    kVfs.szOsFile = sizeof(Handle);
    kVfs.mxPathname = 256;
    kVfs.zName = "zestron-simulated";
    kVfs.xOpen = open_on;
    kVfs.xDelete = remove_file;
    kVfs.xAccess = access_file;
    kVfs.xFullPathname = full_path;
    kVfs.xRandomness = randomness;
    kVfs.xSleep = sleep_for;
    kVfs.xCurrentTime = current_time;
    kVfs.xGetLastError = last_error;
    sqlite3_vfs_register(&kVfs, 0);
    return kVfs.zName;
  }();
  return kName;
}

void Disk::mount() { mounted = this; }

void Disk::crash() {
  for (auto& [name, file] : files) {
    const auto mood = random_.below(3);  // all of what was on its way, nothing, or whatever each sector's luck is
    for (const auto& write : file.pending) {
      if (mood == 1) break;
      if (mood == 0 || write.truncates) {
        if (mood == 0 || random_.below(2) == 0) lay_down(file.durable, write);
        continue;
      }
      for (std::size_t at = 0; at < write.bytes.size(); at += kSector) {
        if (random_.below(2) == 0) continue;
        const auto end = std::min(at + kSector, write.bytes.size());
        lay_down(file.durable, {write.at + at,
                                Bytes(write.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                      write.bytes.begin() + static_cast<std::ptrdiff_t>(end)),
                                false});
      }
    }
    file.pending.clear();
    file.now = file.durable;
  }
}

bool Disk::rot() {
  const auto found = files.find("journal.db");
  if (found == files.end() || found->second.durable.size() < 8'192) return false;
  auto& bytes = found->second.durable;
  bytes[random_.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random_.below(8));
  found->second.now = bytes;
  return true;
}

}  // namespace zestron::simulation
