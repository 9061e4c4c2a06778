#include "pipeline/share.hpp"

#include <fmt/format.h>

#include <map>
#include <queue>

namespace grapnel::tool {
namespace {

// A place where a sequence may begin or go on: an instruction with its number, equal for equal ones.
struct Step {
  int id = -1;  // -1: no sequence reaches over it
  int slots = 1;
  std::size_t line = 0;
  Registers writes = 0;
  Registers live = 0;  // behind it
};

struct Sequence {
  std::vector<std::size_t> places;
  std::size_t length;
  int slots;
  int saved;

  friend bool operator<(const Sequence& a, const Sequence& b) { return a.saved < b.saved; }
};

// A sequence may read and write the frame of who calls it where it says so by an offset.
bool touches_frame_plainly(const Line& line) {
  if (line.kind == LineKind::Load) return true;
  return line.kind == LineKind::Store && line.text.find("(r10 ") != std::string::npos && !line.text.ends_with("= r10");
}

std::string in_frame(std::string_view text, int frame) {
  const std::size_t at = text.find("(r10 ");
  if (at == std::string_view::npos) return std::string(text);
  const std::size_t end = text.find(')', at);
  const std::string_view offset = text.substr(at + 5, end - at - 5);
  const std::int64_t distance = (offset[0] == '-' ? -1 : 1) * std::stoll(std::string(offset.substr(2)));
  const std::int64_t moved = distance - frame;
  return fmt::format("{}(r10 {} {}{}", text.substr(0, at), moved < 0 ? '-' : '+', moved < 0 ? -moved : moved,
                     text.substr(end));
}

class Sharing {
 public:
  // Tails may be merged: what is read behind a line is known from the whole program alone.
  Sharing(Assembly& assembly, int frame)
      : assembly_(assembly), frame_(frame), live_(live_behind(assembly, 0, assembly.lines.size())) {}

  void add(const MachineFunction& function) {
    for (std::size_t at = function.begin; at < function.end; ++at) {
      const Line& line = assembly_.lines[at];
      if (line.kind == LineKind::Other) continue;
      Step step{.line = at, .writes = line.writes, .live = live_[at]};
      if (may_stand_in_sequence(line)) {
        step.id = ids_.try_emplace(line.text, static_cast<int>(ids_.size())).first->second;
        step.slots = line.kind == LineKind::Address || line.kind == LineKind::Wide ? 2 : 1;
      }
      steps_.push_back(step);
    }
    steps_.push_back({});
  }

  void share() {
    used_.assign(steps_.size(), false);
    std::priority_queue<Sequence> waiting;
    collect(waiting);
    while (!waiting.empty()) {
      Sequence best = waiting.top();
      waiting.pop();
      const int hoped = best.saved;
      choose(best);
      if (best.saved <= 0) continue;
      if (best.saved < hoped) {
        waiting.push(std::move(best));
      } else {
        take(best);
      }
    }
  }

  // What was taken, behind the last function.
  void finish() {
    if (added_.empty()) return;
    std::size_t behind = assembly_.functions.back().end + 1;
    while (behind < assembly_.lines.size() && !assembly_.lines[behind].text.starts_with("\t.section\t")) ++behind;
    assembly_.lines.insert(assembly_.lines.begin() + static_cast<std::ptrdiff_t>(behind), added_.begin(), added_.end());
  }

 private:
  static constexpr std::size_t kLengthMax = 40;

  bool may_stand_in_sequence(const Line& line) const {
    if (line.kind >= LineKind::Branch) return false;
    if ((line.reads & kFramePointer) == 0) return true;
    return frame_ != 0 && (touches_frame_plainly(line) || line.kind == LineKind::Move);
  }

  void collect(std::priority_queue<Sequence>& waiting) {
    for (std::size_t length = 2; length <= kLengthMax; ++length) {
      std::map<std::vector<int>, std::vector<std::size_t>> found;
      for (std::size_t at = 0; at + length <= steps_.size(); ++at) {
        std::vector<int> ids;
        for (std::size_t i = at; i < at + length && steps_[i].id >= 0; ++i) ids.push_back(steps_[i].id);
        if (ids.size() == length) found[std::move(ids)].push_back(at);
      }
      bool any = false;
      for (auto& [ids, places] : found) {
        if (places.size() < 2) continue;
        any = true;
        Sequence sequence{places, length, 0, 0};
        for (std::size_t i = 0; i < length; ++i) sequence.slots += steps_[places[0] + i].slots;
        sequence.saved = saving(sequence);
        if (sequence.saved > 0) waiting.push(std::move(sequence));
      }
      if (!any) return;
    }
  }

  // r2 = r10 takes a second slot to reach the caller's frame.
  int extra_slots(const Sequence& sequence) const {
    int extra = 0;
    for (std::size_t i = 0; i < sequence.length; ++i)
      extra += takes_frame_pointer(assembly_.lines[steps_[sequence.places[0] + i].line]) ? 1 : 0;
    return extra;
  }
  static bool takes_frame_pointer(const Line& line) {
    return line.kind == LineKind::Move && (line.reads & kFramePointer) != 0;
  }

  int saving(const Sequence& sequence) const {
    const int count = static_cast<int>(sequence.places.size());
    return count * (sequence.slots - 1) - (sequence.slots + extra_slots(sequence) + 1);
  }

  bool fits(std::size_t at, std::size_t length) const {
    Registers written = 0;
    for (std::size_t i = at; i < at + length; ++i) {
      if (used_[i]) return false;
      written |= steps_[i].writes;
    }
    return (written & kKept & steps_[at + length - 1].live) == 0;
  }

  // Keeps of its places those that are still free and don't overlap.
  void choose(Sequence& sequence) const {
    std::vector<std::size_t> free;
    std::size_t from = 0;
    for (const std::size_t at : sequence.places) {
      if (at < from || !fits(at, sequence.length)) continue;
      free.push_back(at);
      from = at + sequence.length;
    }
    sequence.places = std::move(free);
    sequence.saved = sequence.places.size() < 2 ? 0 : saving(sequence);
  }

  void take(const Sequence& sequence) {
    const std::string name = fmt::format("grapnel_shared_{}", count_++);
    for (const std::string& text :
         {fmt::format("\t.section\t.text.{},\"ax\",@progbits", name), std::string("\t.p2align\t3"),
          fmt::format("\t.type\t{},@function", name), name + ":"})
      added_.push_back({text});
    for (std::size_t i = 0; i < sequence.length; ++i) {
      const Line& line = assembly_.lines[steps_[sequence.places[0] + i].line];
      added_.push_back(read_line(in_frame(line.text, frame_)));
      if (takes_frame_pointer(line))
        added_.push_back(read_line(fmt::format("r{} += -{}", leading_register(line.text), frame_)));
    }
    added_.push_back(read_line("exit"));
    added_.push_back({fmt::format(".L{}_end:", name)});
    added_.push_back({fmt::format("\t.size\t{0}, .L{0}_end-{0}", name)});
    for (const std::size_t place : sequence.places) {
      for (std::size_t i = place; i < place + sequence.length; ++i) {
        used_[i] = true;
        Line& line = assembly_.lines[steps_[i].line];
        line = i == place ? read_line("call " + name) : Line{};
      }
    }
  }

  Assembly& assembly_;
  int frame_;
  std::vector<Registers> live_;
  std::map<std::string, int> ids_;
  std::vector<Step> steps_;
  std::vector<bool> used_;
  std::vector<Line> added_;
  int count_ = 0;
};

}  // namespace

void share_sequences(Assembly& assembly, const std::set<std::string, std::less<>>& functions, int frame) {
  Sharing sharing(assembly, frame);
  for (const MachineFunction& function : assembly.functions) {
    if (functions.contains(function.name)) sharing.add(function);
  }
  sharing.share();
  sharing.finish();
}

}  // namespace grapnel::tool
