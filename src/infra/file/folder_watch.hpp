// Tells that something happened in a folder without a look at it, in a microsecond: a look that opens, lists or parses costs twenty, and
// who asks every slot finds nothing nearly always. Linux, inotify(7).
#pragma once

#include "infra/file/file.hpp"

#include <filesystem>
#include <string>

namespace zestron::infra {

/// For one thread.
class FolderWatch {
 public:
  /// `name`: of the only file in it that counts; empty: all of them. The folder need not exist yet.
  explicit FolderWatch(std::filesystem::path folder, std::string name = {});

  /// True when, since the last call, a file there was made, written and closed, renamed or removed. True also where only a look tells:
  /// the first time, while the folder does not exist, on a file system that others write to (NFS, SMB, 9P, FUSE), and when the kernel
  /// has no watch left.
  [[nodiscard]] bool changed();

 private:
  bool begin();

  std::filesystem::path folder_;
  std::string name_;
  Fd events_;
  bool watching_ = false;
};

}  // namespace zestron::infra
