using u64 = __UINT64_TYPE__;

extern "C" u64 entrypoint(unsigned char* input) {
  __builtin_memcpy(input + 8, input + 4096, *reinterpret_cast<u64*>(input));
  return 0;
}
