#include "cu/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace grapnel::tool {
namespace {

struct Share {
  std::uint64_t own = 0;
  std::uint64_t all = 0;
};

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

// The tree that the stacks are, in their order.
struct Node {
  std::uint64_t all = 0;
  std::map<std::string, Node> callees;
};

Node tree_of(const Profile& profile) {
  Node root;
  for (const auto& [stack, units] : profile.stacks) {
    Node* node = &root;
    node->all += units;
    for (const std::string& name : stack) {
      node = &node->callees[name];
      node->all += units;
    }
  }
  return root;
}

class FlameGraph {
 public:
  explicit FlameGraph(std::uint64_t units) : units_(units) {}

  void draw(const std::string& name, const Node& node, double left, std::size_t depth) {
    const double width = kWidth * static_cast<double>(node.all) / static_cast<double>(units_);
    deepest_ = std::max(deepest_, depth);
    boxes_.push_back({name, node.all, left, width, depth});
    for (const auto& [callee, child] : node.callees) {
      draw(callee, child, left, depth + 1);
      left += kWidth * static_cast<double>(child.all) / static_cast<double>(units_);
    }
  }

  std::string svg(const std::string& title) const {
    const double height = kTop + static_cast<double>(deepest_ + 1) * kRow + kMargin;
    std::string out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\" "
        "font-family=\"monospace\" font-size=\"11\">\n"
        "<style>rect{{stroke:#fff}} g:hover rect{{stroke:#000}}</style>\n"
        "<text x=\"{2}\" y=\"16\" font-size=\"13\">{3}</text>\n",
        kWidth + 2 * kMargin, height, kMargin, escaped(title));
    for (const Box& box : boxes_) out += draw_box(box, height);
    return out + "</svg>\n";
  }

 private:
  static constexpr double kWidth = 1200, kRow = 17, kMargin = 10, kTop = 30, kLetter = 6.7;

  struct Box {
    std::string name;
    std::uint64_t units;
    double left, width;
    std::size_t depth;
  };

  std::string draw_box(const Box& box, double height) const {
    const double x = kMargin + box.left;
    const double y = height - kMargin - static_cast<double>(box.depth + 1) * kRow;
    // A colour of the name, so that a function looks the same wherever it is called.
    unsigned hash = 2166136261U;
    for (const char c : box.name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::string out = fmt::format(
        "<g><title>{}: {} units, {:.1f} %</title><rect x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.0f}\" "
        "fill=\"hsl({},70%,{}%)\"/>",
        escaped(box.name), box.units, percent(box.units, units_), x, y, box.width, kRow - 1, hash % 50,
        60 + hash / 64 % 16);
    const auto letters = static_cast<std::size_t>(std::max(0.0, (box.width - 6) / kLetter));
    if (letters >= 3) {
      const std::string name = box.name.size() <= letters ? box.name : box.name.substr(0, letters - 2) + "..";
      out += fmt::format("<text x=\"{:.2f}\" y=\"{:.1f}\">{}</text>", x + 3, y + 12, escaped(name));
    }
    return out + "</g>\n";
  }

  std::uint64_t units_;
  std::size_t deepest_ = 0;
  std::vector<Box> boxes_;
};

}  // namespace

std::string make_tables(const Profile& profile) {
  std::map<std::string, Share> functions;
  for (const auto& [stack, units] : profile.stacks) {
    functions[stack.back()].own += units;
    for (const std::string& name : std::set<std::string>(stack.begin(), stack.end())) functions[name].all += units;
  }
  std::vector<std::pair<std::string, Share>> rows(functions.begin(), functions.end());
  std::ranges::sort(rows, std::ranges::greater{},
                    [](const auto& row) { return std::tuple(row.second.own, row.second.all, row.first); });
  std::string out =
      fmt::format("{} compute units\n\n{:>8} {:>6} {:>8}  function\n", profile.units, "own", "", "with all");
  for (const auto& [name, share] : rows)
    out += fmt::format("{:>8} {:>5.1f}% {:>8}  {}\n", share.own, percent(share.own, profile.units), share.all, name);
  if (profile.lines.empty()) return out;
  std::vector<std::pair<std::string, std::uint64_t>> lines(profile.lines.begin(), profile.lines.end());
  std::ranges::sort(lines, std::ranges::greater{}, [](const auto& row) { return std::pair(row.second, row.first); });
  out += fmt::format("\n{:>8} {:>6}  source line (instructions; syscalls stand above)\n", "own", "");
  for (const auto& [place, units] : lines)
    out += fmt::format("{:>8} {:>5.1f}%  {}\n", units, percent(units, profile.units), place);
  return out;
}

std::string make_folded(const Profile& profile) {
  std::string out;
  for (const auto& [stack, units] : profile.stacks) {
    for (std::size_t i = 0; i < stack.size(); ++i) {
      std::string name = stack[i];
      std::ranges::replace(name, ';', ',');
      out += (i == 0 ? "" : ";") + name;
    }
    out += fmt::format(" {}\n", units);
  }
  return out;
}

std::string make_flame_graph(const Profile& profile, const std::string& title) {
  FlameGraph graph(std::max<std::uint64_t>(profile.units, 1));
  graph.draw(fmt::format("{} compute units", profile.units), tree_of(profile), 0, 0);
  return graph.svg(title);
}

}  // namespace grapnel::tool
