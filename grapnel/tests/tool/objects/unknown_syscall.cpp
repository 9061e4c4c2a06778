using u64 = __UINT64_TYPE__;
extern "C" void sol_lag_(const char*, u64);

extern "C" u64 entrypoint() {
  sol_lag_("text", 4);
  return 0;
}
