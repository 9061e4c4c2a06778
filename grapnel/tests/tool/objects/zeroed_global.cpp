using u64 = __UINT64_TYPE__;

namespace bank {
u64 calls;
}
extern "C" u64 entrypoint() { return ++bank::calls; }
