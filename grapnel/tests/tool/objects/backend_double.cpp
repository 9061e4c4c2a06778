extern "C" double entrypoint(const double* input) { return input[0] * input[1]; }
