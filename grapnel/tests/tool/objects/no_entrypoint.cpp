extern "C" int helper() { return 0; }
