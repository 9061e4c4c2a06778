using u64 = __UINT64_TYPE__;

namespace bank {
u64 total = 5;
}
extern "C" u64 entrypoint(const unsigned char* input) { return bank::total += input[0]; }
