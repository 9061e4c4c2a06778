using u64 = __UINT64_TYPE__;
extern "C" void sol_log_(const char*, u64);

extern "C" u64 entrypoint() {
  char buffer[8000];
  sol_log_(buffer, sizeof buffer);
  return 0;
}
