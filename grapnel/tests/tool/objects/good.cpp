// A program without the framework: a call, a table of pointers, string literals, a syscall.
using u64 = __UINT64_TYPE__;
extern "C" void sol_log_(const char*, u64);

namespace {
[[gnu::noinline]] u64 twice(u64 x) {
  asm volatile("" ::: "memory");
  return 2 * x;
}
constexpr const char* kWords[] = {"zero", "one", "two"};
constexpr char kUnused[] = "nobody refers to this text";
}  // namespace
[[gnu::used]] const char* unused() { return kUnused; }

extern "C" u64 entrypoint(const unsigned char* input) {
  sol_log_(kWords[input[0] % 3], 3);
  sol_log_("literal", 7);
  return twice(input[0]);
}
