#include "infra/file/folder_watch.hpp"

#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace zestron::infra {
namespace {

constexpr std::uint32_t kStirred = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE;
constexpr std::uint32_t kGone = IN_IGNORED | IN_MOVE_SELF | IN_UNMOUNT;
constexpr std::array<long, 7> kWrittenByOthers{NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
                                               V9FS_MAGIC,      FUSE_SUPER_MAGIC, CEPH_SUPER_MAGIC};

// inotify tells what this kernel did.
bool is_written_by_others(const std::filesystem::path& folder) {
  struct ::statfs facts{};
  return ::statfs(folder.c_str(), &facts) != 0 || std::ranges::count(kWrittenByOthers, facts.f_type) != 0;
}

}  // namespace

FolderWatch::FolderWatch(std::filesystem::path folder, std::string name)
    : folder_(std::move(folder)), name_(std::move(name)) {}

// A new queue each time, so that nothing of a folder that went is left in it.
bool FolderWatch::begin() {
  events_ = {};
  if (is_written_by_others(folder_)) return false;
  events_ = Fd(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  return events_ && ::inotify_add_watch(events_.get(), folder_.c_str(), kStirred | IN_MOVE_SELF | IN_ONLYDIR) >= 0;
}

bool FolderWatch::changed() {
  if (!watching_) {
    watching_ = begin();
    return true;
  }
  bool found = false;
  alignas(::inotify_event) std::array<std::byte, 4096> buffer;
  for (::ssize_t size = 0; (size = ::read(events_.get(), buffer.data(), buffer.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      ::inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const auto* const name = reinterpret_cast<const char*>(buffer.data() + at + sizeof event);
      if ((event.mask & kGone) != 0) watching_ = false;  // looked at now, and watched anew at the next call
      const bool any = name_.empty() || (event.mask & (kGone | IN_Q_OVERFLOW)) != 0;
      found = found || any || (event.len > 0 && std::string_view(name) == name_);
      at += sizeof event + event.len;
    }
  }
  return found;
}

}  // namespace zestron::infra
