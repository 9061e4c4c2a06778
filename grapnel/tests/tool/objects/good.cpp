// A program without the framework: a call, a table of pointers, string literals, a syscall, constants that are in one another.
using u64 = __UINT64_TYPE__;
extern "C" void sol_log_(const char*, u64);

namespace {
[[gnu::noinline]] u64 twice(u64 x) {
  asm volatile("" ::: "memory");
  return 2 * x;
}
constexpr const char* kWords[] = {"zero", "one", "two"};
constexpr u64 kPrimes[] = {0x1122334455667788, 3, 5, 7};
constexpr u64 kAgain[] = {0x1122334455667788, 3, 5, 7};
constexpr u64 kInside[] = {3, 5};
constexpr char kUnused[] = "nobody refers to this text";
}  // namespace
[[gnu::used]] const char* unused() { return kUnused; }

extern "C" u64 entrypoint(const unsigned char* input) {
  sol_log_(kWords[input[0] % 3], 3);
  sol_log_("literal", 7);
  return twice(kPrimes[input[1] % 4] + kAgain[input[2] % 4] + kInside[input[3] % 2]);
}
