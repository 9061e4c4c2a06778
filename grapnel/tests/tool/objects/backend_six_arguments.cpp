using u64 = __UINT64_TYPE__;

namespace math {
[[gnu::noinline]] u64 sum(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  asm volatile("" ::: "memory");
  return a + b + c + d + e + f;
}
}  // namespace math
extern "C" u64 entrypoint(const u64* x) { return math::sum(x[0], x[1], x[2], x[3], x[4], x[5]); }
