// A disk that loses what was not synced, under SQLite: a crash keeps of each unsynced write all, nothing, or some of its sectors, and
// in any order. The bytes of a whole run live in memory and follow from the run's random numbers.
#pragma once

#include "base/bytes.hpp"
#include "base/math/random.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace zestron::simulation {

class Disk {
 public:
  explicit Disk(std::uint64_t seed) : random_(seed) {}

  /// The name under which SQLite knows this kind of disk. All its files are on the newest disk that was mounted.
  static const char* vfs();
  void mount();

  /// Called at every operation; false: the process is dead, the operation did not happen.
  std::function<bool()> alive;
  bool ignores_sync = false;  ///< the planted bug: what was written is taken for durable

  /// The machine stops: what was not synced is decided.
  void crash();
  /// Turns one bit of the database proper over. False when there is none yet.
  bool rot();

  struct File {
    Bytes durable;
    struct Write {
      std::uint64_t at = 0;
      Bytes bytes;
      bool truncates = false;  ///< to `at`
    };
    std::vector<Write> pending;  ///< since the last sync
    Bytes now;                   ///< what the process reads
  };
  std::map<std::string, File> files;
  std::uint64_t operations = 0;
  math::Random& random() { return random_; }

 private:
  math::Random random_;
};

}  // namespace zestron::simulation
