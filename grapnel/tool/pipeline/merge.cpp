#include "pipeline/merge.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace grapnel::tool {
namespace {

constexpr std::string_view kSection = "\t.section\t.text.grapnel,\"ax\",@progbits";
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// An instruction and where it leads. A jump is no step of its own: it is what it leads to.
struct Step {
  std::size_t line;
  std::size_t text = kNone;    // equal for equal ones, but for where they branch to
  std::size_t target = kNone;  // of a branch or jump
  std::size_t next = kNone;    // behind an instruction that isn't the last
  bool jumps = false;
  bool entered = false;  // from the line before it, or by a call
  bool small = false;
  std::size_t alike = kNone;  // equal for steps from which all goes on alike
};

std::string_view target_of(std::string_view text) { return text.substr(text.find("goto ") + 5); }

class Merging {
 public:
  explicit Merging(Assembly& assembly) : assembly_(assembly) {}

  void add(const MachineFunction& function, bool small) {
    const std::size_t first = steps_.size();
    for (std::size_t at = function.begin; at < function.end; ++at) {
      const Line& line = assembly_.lines[at];
      if (line.kind == LineKind::Label) labels_[line.text.substr(0, line.text.find(':'))] = size();
      if (!line.is_instruction()) continue;
      Step step{.line = at, .jumps = line.kind == LineKind::Jump, .small = small};
      const bool branches = step.jumps || line.kind == LineKind::Branch;
      step.text = id_of(branches ? line.text.substr(0, line.text.find("goto ")) : line.text);
      step.entered = steps_.size() == first || steps_.back().next != kNone;
      if (!step.jumps && line.kind != LineKind::Exit) step.next = size() + 1;
      steps_.push_back(step);
    }
    if (steps_.size() > first && steps_.back().next != kNone) steps_.back().next = kNone;
  }

  void merge() {
    find_targets();
    find_alike();
    for (std::size_t at = 0; at < size(); ++at) {
      if (!steps_[at].jumps) kept_.try_emplace(steps_[at].alike, at);
    }
    removed_.assign(steps_.size(), false);
    for (std::size_t at = 0; at < size();) at = consider(at);
    lead_on();
  }

 private:
  std::size_t size() const { return steps_.size(); }
  Line& line_of(std::size_t at) { return assembly_.lines[steps_[at].line]; }
  std::size_t id_of(const std::string& text) { return ids_.try_emplace(text, ids_.size()).first->second; }

  void find_targets() {
    for (Step& step : steps_) {
      const Line& line = assembly_.lines[step.line];
      if (line.kind == LineKind::Branch || line.kind == LineKind::Jump)
        step.target = labels_.at(std::string(target_of(line.text)));
    }
    // A loop of nothing but jumps leads nowhere: each of its jumps is an instruction like no other.
    for (std::size_t at = 0; at < size(); ++at) {
      if (!steps_[at].jumps || !steps_[behind_jumps(at)].jumps) continue;
      steps_[at].jumps = false;
      steps_[at].target = kNone;
      steps_[at].text = id_of(fmt::format("goto itself {}", at));
    }
  }

  std::size_t behind_jumps(std::size_t at) const {
    for (std::size_t hops = 0; at != kNone && steps_[at].jumps && hops < steps_.size(); ++hops) at = steps_[at].target;
    return at;
  }

  // Starts from equal texts and tells apart what leads to places already told apart, until nothing more is.
  void find_alike() {
    for (Step& step : steps_) step.alike = step.text;
    const auto alike = [&](std::size_t at) { return at == kNone ? kNone : steps_[behind_jumps(at)].alike; };
    for (std::size_t known = 0;;) {
      std::map<std::array<std::size_t, 3>, std::size_t> classes;
      std::vector<std::size_t> found(steps_.size());
      for (std::size_t at = 0; at < size(); ++at) {
        const Step& step = steps_[at];
        if (step.jumps) continue;
        const std::array<std::size_t, 3> key = {step.alike, alike(step.target), alike(step.next)};
        found[at] = classes.try_emplace(key, classes.size()).first->second;
      }
      for (std::size_t at = 0; at < size(); ++at) {
        if (!steps_[at].jumps) steps_[at].alike = found[at];
      }
      if (classes.size() == known) break;
      known = classes.size();
    }
  }

  // Of an instruction that is no jump.
  std::size_t kept(std::size_t at) const { return kept_.at(steps_[at].alike); }
  bool is_copy(std::size_t at) const { return !steps_[at].jumps && kept(at) != at; }

  // How many jumps are passed from here over so many instructions, to the one behind them.
  std::size_t jumps_passed(std::size_t at, std::size_t instructions) const {
    std::size_t passed = 0;
    for (std::size_t n = 0; n < instructions && at != kNone; ++n) {
      at = steps_[at].next;
      for (; at != kNone && steps_[at].jumps; ++passed) at = steps_[at].target;
    }
    return passed;
  }

  // Takes out the copies that begin here, if that is worth it. Gives where to go on.
  std::size_t consider(std::size_t begin) {
    if (!is_copy(begin)) return begin + 1;
    std::size_t end = begin, slots = 0;
    for (bool more = true; more; ++end) {
      const LineKind kind = line_of(end).kind;
      slots += kind == LineKind::Address || kind == LineKind::Wide ? 2 : 1;
      more = steps_[end].next != kNone && is_copy(steps_[end].next);
    }
    const std::size_t instructions = end - begin;
    if (steps_[end - 1].next != kNone && steps_[end].jumps) {
      ++end;
      ++slots;
    }
    const bool free = !steps_[begin].entered;
    const bool worth = steps_[begin].small
                           ? free || slots > 1
                           : free && jumps_passed(kept(begin), instructions) <= jumps_passed(begin, instructions);
    if (worth) remove(begin, end);
    return end;
  }

  void remove(std::size_t begin, std::size_t end) {
    for (std::size_t at = steps_[begin].line; at <= steps_[end - 1].line; ++at) {
      if (assembly_.lines[at].kind != LineKind::Other) assembly_.lines[at] = {};
    }
    for (std::size_t at = steps_[begin].line; at-- > 0 && !assembly_.lines[at].is_instruction();) {
      if (assembly_.lines[at].kind == LineKind::Label) assembly_.lines[at] = {};
      if (assembly_.lines[at].text.starts_with("\t.section\t")) break;
    }
    for (std::size_t at = begin; at < end; ++at) removed_[at] = true;
    if (steps_[begin].entered) jumps_.push_back(begin);
  }

  // Branches to what is gone, and jumps where it was.
  void lead_on() {
    std::map<std::size_t, std::string> names;
    for (const auto& [name, at] : labels_) {
      if (at < size() && !removed_[at]) names.try_emplace(at, name);
    }
    std::map<std::size_t, std::string> added;
    const auto name_of = [&](std::size_t at) {
      const auto [name, missing] = names.try_emplace(at, fmt::format("LBB_merged_{}", added.size()));
      if (missing) added.emplace(steps_[at].line, name->second);
      return name->second;
    };
    for (std::size_t at = 0; at < size(); ++at) {
      const Step& step = steps_[at];
      if (removed_[at] || step.target == kNone || !removed_[step.target]) continue;
      Line& line = line_of(at);
      const std::string to = name_of(kept(behind_jumps(step.target)));
      line = read_line(line.text.substr(0, line.text.find("goto ")) + "goto " + to);
    }
    for (const std::size_t at : jumps_) line_of(at) = read_line("goto " + name_of(kept(at)));
    insert(added);
  }

  void insert(const std::map<std::size_t, std::string>& labels) {
    std::vector<Line> lines;
    lines.reserve(assembly_.lines.size() + labels.size());
    std::vector<MachineFunction> functions;
    auto function = assembly_.functions.begin();
    for (std::size_t at = 0; at <= assembly_.lines.size(); ++at) {
      if (const auto label = labels.find(at); label != labels.end())
        lines.push_back({label->second + ":", LineKind::Label});
      if (at == assembly_.lines.size()) break;
      lines.push_back(std::move(assembly_.lines[at]));
    }
    const auto moved = [&](std::size_t at) {
      return at + static_cast<std::size_t>(std::distance(labels.begin(), labels.lower_bound(at)));
    };
    for (; function != assembly_.functions.end(); ++function) {
      function->begin = moved(function->begin);
      function->end = moved(function->end);
    }
    assembly_.lines = std::move(lines);
  }

  Assembly& assembly_;
  std::map<std::string, std::size_t> ids_;
  std::map<std::string, std::size_t> labels_;
  std::vector<Step> steps_;
  std::map<std::size_t, std::size_t> kept_;
  std::vector<bool> removed_;
  std::vector<std::size_t> jumps_;
};

void join_sections(Assembly& assembly) {
  std::size_t from = 0;
  for (const MachineFunction& function : assembly.functions) {
    for (std::size_t at = function.begin; at-- > from;) {
      std::string& text = assembly.lines[at].text;
      if (!text.starts_with("\t.section\t")) continue;
      text = kSection;
      break;
    }
    from = function.end;
  }
}

}  // namespace

void merge_tails(Assembly& assembly, const std::set<std::string, std::less<>>& functions) {
  Merging merging(assembly);
  for (const bool small : {false, true}) {
    for (const MachineFunction& function : assembly.functions) {
      if (functions.contains(function.name) == small) merging.add(function, small);
    }
  }
  merging.merge();
  join_sections(assembly);
}

}  // namespace grapnel::tool
