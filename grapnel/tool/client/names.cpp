#include "client/names.hpp"

#include <algorithm>
#include <array>

namespace grapnel::tool::client {
namespace {

// Keywords and alternative tokens of C++20, and macros of the C library and of compilers in their GNU mode.
constexpr auto kReserved = std::to_array<std::string_view>(
    {"alignas",       "alignof",     "and",       "and_eq",       "asm",          "assert",
     "auto",          "bitand",      "bitor",     "bool",         "break",        "case",
     "catch",         "char",        "char16_t",  "char32_t",     "char8_t",      "class",
     "co_await",      "co_return",   "co_yield",  "compl",        "concept",      "const",
     "const_cast",    "consteval",   "constexpr", "constinit",    "continue",     "decltype",
     "default",       "delete",      "do",        "double",       "dynamic_cast", "else",
     "enum",          "errno",       "explicit",  "export",       "extern",       "false",
     "float",         "for",         "friend",    "goto",         "if",           "inline",
     "int",           "linux",       "long",      "mutable",      "namespace",    "new",
     "noexcept",      "not",         "not_eq",    "nullptr",      "operator",     "or",
     "or_eq",         "private",     "protected", "public",       "register",     "reinterpret_cast",
     "requires",      "return",      "short",     "signed",       "sizeof",       "static",
     "static_assert", "static_cast", "stderr",    "stdin",        "stdout",       "struct",
     "switch",        "template",    "this",      "thread_local", "throw",        "true",
     "try",           "typedef",     "typeid",    "typename",     "union",        "unix",
     "unsigned",      "using",       "virtual",   "void",         "volatile",     "wchar_t",
     "while",         "xor",         "xor_eq",    "EOF",          "NULL",         "TRUE",
     "FALSE",         "NAN",         "INFINITY",  "DOMAIN",       "OVERFLOW",     "UNDERFLOW",
     "ERANGE",        "EINVAL",      "ENOMEM",    "EPERM"});

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// What a struct of the header says itself: a member of that name would hide it.
constexpr auto kUsed = std::to_array<std::string_view>(
    {"std", "client", "foreign", "grapnel", "u8",   "u16",  "u32",   "u64",    "i8",        "i16",
     "i32", "i64",    "U128",    "I128",    "U256", "I256", "Array", "Pubkey", "Unaligned", "COption"});

// Two underscores, or one before a capital at the start, are the compiler's.
std::string without_reserved_underscores(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '_' || out.empty() || out.back() != '_') out += c;
  }
  if (out.size() > 1 && out[0] == '_' && is_upper(out[1])) out.erase(0, 1);
  return out;
}

}  // namespace

std::string identifier(std::string_view name) {
  if (name.starts_with("r#")) name.remove_prefix(2);
  std::string out;
  for (const char c : name) out += is_upper(c) || is_lower(c) || is_digit(c) ? c : '_';
  out = without_reserved_underscores(out);
  if (out.empty() || is_digit(out[0])) out.insert(0, "_");
  const auto is_one_of = [&](const auto& names) { return std::ranges::find(names, out) != names.end(); };
  if (is_one_of(kReserved) || is_one_of(kUsed)) out += '_';
  return out;
}

std::string pascal(std::string_view name) {
  std::string out;
  bool start = true;
  bool before_lower = false;
  for (const char c : name) {
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      start = true;
      continue;
    }
    out += start || (is_upper(c) && before_lower) ? to_upper(c) : is_upper(c) ? to_lower(c) : c;
    start = false;
    before_lower = is_lower(c) || is_digit(c);
  }
  return out;
}

std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c) && !out.empty() && out.back() != '_' && !is_upper(out.back())) out += '_';
    out += c;
  }
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

std::string Scope::take(std::string name) {
  // "x_" and "x" + "_" meet in "x_"; a digit keeps them apart without the two underscores that are the compiler's.
  if (taken_.contains(name) && !name.ends_with('_')) name += '_';
  const std::string base = name;
  for (unsigned number = 2; taken_.contains(name); ++number) name = base + std::to_string(number);
  taken_.insert(name);
  return name;
}

}  // namespace grapnel::tool::client
