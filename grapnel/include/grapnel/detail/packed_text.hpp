// Texts of errors, packed: a byte above 127 stands for two others, which may stand for two more. Half of a text goes; what unpacks
// it are a few instructions and 256 bytes, once in a program.
#pragma once

#include <grapnel/integers.hpp>
#include <grapnel/text.hpp>

namespace grapnel::detail {

// Found by byte pair encoding over Anchor's messages and those of thirteen programs, and put into the order of what they unpack to:
// by the first character, the longer ones first.
inline constexpr u8 kTextPairs[][2] = {
    {133, 165}, {132, 179}, {' ', 195}, {133, 'n'}, {' ', 244}, {' ', 'a'}, {'\'', 234}, {',', ' '}, {'A', 167},
    {'A', ' '}, {'A', 'n'}, {140, 193}, {'C', 214}, {142, 197}, {143, 249}, {'I', 'n'},  {'N', 222}, {'N', 'o'},
    {147, 'a'}, {148, 179}, {'T', 'h'}, {'T', 'o'}, {156, 206}, {160, 181}, {'a', 234},  {'a', 243}, {'a', 'd'},
    {'a', 'k'}, {'a', 'l'}, {'a', 'n'}, {'a', 'r'}, {'a', 's'}, {'a', 't'}, {'a', 'u'},  {'a', 'y'}, {'b', 179},
    {166, 191}, {168, 243}, {'c', 214}, {168, 't'}, {170, 217}, {'c', 241}, {'c', 'c'},  {'c', 'e'}, {'c', 'h'},
    {'d', ' '}, {'d', 'o'}, {179, 195}, {181, ' '}, {183, ' '}, {'e', 234}, {'e', ' '},  {'e', 'c'}, {'e', 'd'},
    {'e', 'n'}, {'e', 'r'}, {'e', 'x'}, {186, 't'}, {'g', 182}, {'g', 229}, {'h', 152},  {194, 151}, {196, 182},
    {199, 243}, {199, 'g'}, {199, 't'}, {'i', 219}, {'i', 234}, {'i', 'c'}, {'i', 'd'},  {'i', 'm'}, {'i', 'n'},
    {'i', 's'}, {'i', 't'}, {'i', 'v'}, {'k', 182}, {'l', 205}, {207, 'w'}, {'l', 'e'},  {'l', 'o'}, {209, 243},
    {'m', 247}, {212, 243}, {212, 244}, {'n', 'o'}, {218, 129}, {215, 229}, {220, 237},  {221, ' '}, {223, 'n'},
    {'o', 'f'}, {'o', 'l'}, {'o', 'n'}, {'o', 'r'}, {'o', 't'}, {'o', 'u'}, {'p', 227},  {'p', 'l'}, {'p', 'o'},
    {228, 'm'}, {231, 187}, {'r', 'a'}, {'r', 'e'}, {'r', 'o'}, {'r', 'r'}, {237, 155},  {'s', ' '}, {'s', 'e'},
    {'s', 's'}, {'s', 't'}, {244, 192}, {246, 203}, {244, 179}, {245, 220}, {246, ' '},  {'t', ' '}, {'t', 'h'},
    {'t', 'i'}, {'t', 'o'}, {'u', 's'}, {'u', 't'}, {'v', 156}, {'v', 183}, {252, 189},  {253, 'v'}, {'w', 152},
    {'w', 'n'}, {'y', ' '},
};
inline constexpr usize kPairCount = sizeof kTextPairs / sizeof kTextPairs[0];
static_assert(kPairCount == 128);

// How many bytes wait while one is unpacked: one more for each pair in a pair.
inline constexpr usize kWaitingMax = 8;

// Writes what the packed bytes stand for, and gives how many that are. `out` has room for it.
[[gnu::always_inline]] constexpr u64 unpack(const u8* packed, u64 size, char* out) {
  u64 written = 0;
  for (u64 i = 0; i < size; ++i) {
    u8 waiting[kWaitingMax];
    waiting[0] = packed[i];
    for (u64 count = 1; count > 0;) {
      const u8 byte = waiting[--count];
      if (byte < 128) {
        out[written++] = static_cast<char>(byte);
      } else {
        waiting[count++] = kTextPairs[byte - 128][1];
        waiting[count++] = kTextPairs[byte - 128][0];
      }
    }
  }
  return written;
}

// What each pair stands for, and where those that begin with a character begin.
struct PairTexts {
  static constexpr usize kLongest = 12;
  char text[kPairCount][kLongest]{};
  u8 size[kPairCount]{};
  u8 begin[129]{};
};
inline constexpr PairTexts kPairTexts = [] {
  PairTexts out;
  for (usize i = 0; i < kPairCount; ++i) {
    const u8 byte = static_cast<u8>(128 + i);
    out.size[i] = static_cast<u8>(unpack(&byte, 1, out.text[i]));
  }
  usize at = 0;
  for (usize first = 0; first <= 128; ++first) {
    while (at < kPairCount && static_cast<usize>(out.text[at][0]) < first) ++at;
    out.begin[first] = static_cast<u8>(at);
  }
  return out;
}();

// The byte that stands for the most of what is left of the text, and for how many characters.
struct PackedByte {
  u8 byte;
  usize characters;
};
constexpr PackedByte longest_pair(Text text, usize at) {
  const auto first = static_cast<usize>(text.data[at]);
  if (first > 127) __builtin_trap();  // names and messages of errors are ASCII
  for (usize pair = kPairTexts.begin[first]; pair < kPairTexts.begin[first + 1]; ++pair) {
    const usize size = kPairTexts.size[pair];
    usize same = 1;
    while (same < size && at + same < text.size && text.data[at + same] == kPairTexts.text[pair][same]) ++same;
    if (same == size) return {static_cast<u8>(128 + pair), size};
  }
  return {static_cast<u8>(first), 1};
}

constexpr usize packed_size(Text text) {
  usize size = 0;
  for (usize at = 0; at < text.size; ++size) at += longest_pair(text, at).characters;
  return size;
}

// Gives where it ended.
constexpr usize pack(Text text, u8* out, usize to) {
  for (usize at = 0; at < text.size; ++to) {
    const PackedByte next = longest_pair(text, at);
    out[to] = next.byte;
    at += next.characters;
  }
  return to;
}

}  // namespace grapnel::detail
