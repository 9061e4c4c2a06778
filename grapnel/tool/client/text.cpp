#include "client/text.hpp"

#include <fmt/format.h>

namespace grapnel::tool::client {
namespace {

// A character that reorders what a reader of the source sees: U+200E, U+200F, U+202A–E, U+2066–9 in UTF-8.
bool reorders(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  const auto third = static_cast<unsigned char>(text[2]);
  if (second == 0x80) return third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae);
  return second == 0x81 && third >= 0xa6 && third <= 0xa9;
}

void append_wrapped(std::string& out, std::string_view line, std::string_view indent) {
  const std::string start = fmt::format("{}//", indent);
  std::string current = start;
  while (!line.empty()) {
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    if (current.size() + 1 + word.size() > kColumns && current != start) {
      out += current + "\n";
      current = start;
    }
    if (!word.empty()) current += fmt::format(" {}", word);
    line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  }
  out += current + "\n";
}

}  // namespace

std::string quote(std::string_view bytes) {
  std::string out = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (c == '?')
      out += out.ends_with('?') ? "\\?" : "?";  // no trigraph
    else if (byte < 32 || byte >= 127)
      out += fmt::format("\\{:03o}", byte);
    else
      out += c;
  }
  return out + "\"";
}

std::string numbers(const Bytes& bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{}{}", out.empty() ? "" : ", ", byte);
  return out;
}

std::string clean(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (reorders(text.substr(i))) {
      i += 2;
      continue;
    }
    if (byte == '?' && out.ends_with('?')) out += ' ';  // no trigraph
    out += byte < 32 || byte == 127 ? ' ' : text[i];
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\\')) out.pop_back();
  return out;
}

std::string comment(const Docs& docs, std::string_view indent) {
  std::string out;
  for (const std::string& doc : docs) {
    std::string_view rest = doc;
    while (true) {
      const std::size_t end = rest.find('\n');
      append_wrapped(out, clean(rest.substr(0, end)), indent);
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return out;
}

std::string list(std::string_view head, const std::vector<std::string>& items, std::string_view tail) {
  std::string out(head);
  std::size_t column = head.size() - (head.rfind('\n') == std::string_view::npos ? 0 : head.rfind('\n') + 1);
  const std::size_t indent = column;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string item = items[i] + (i + 1 == items.size() ? std::string(tail) : ",");
    if (i > 0 && column + 1 + item.size() > kColumns) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (i > 0) {
      out += ' ';
      ++column;
    }
    out += item;
    column += item.size();
  }
  if (items.empty()) out += tail;
  return out;
}

}  // namespace grapnel::tool::client
