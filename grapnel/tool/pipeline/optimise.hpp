// From LLVM bitcode of all sources to one BPF object: llvm-link, opt, llc, llvm-mc. Optimising the program as a whole lets
// handlers be plain functions in files of their own at no cost.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "link/link.hpp"
#include "result.hpp"

namespace grapnel::tool {

// Bitcode files to `object`; intermediate files go beside it. `llvm_suffix` is "-19" for Debian's llvm-link-19.
Outcome<void> optimise(const std::vector<std::filesystem::path>& bitcode, const std::filesystem::path& object,
                       std::string_view llvm_suffix, Arch arch);

// LLVM IR without `sret(…)`: the BPF back end refuses the attribute ("aggregate returns are not supported"), though the
// code it would make, a hidden pointer to the result, is right.
std::string without_sret(std::string_view ir);

// LLVM IR whose debug information doesn't hold the values of template parameters. LLVM prints the type of such a value by
// a name that it may have given to another type too (Array<u8, 1>, Array<u8, 2>), and then refuses its own text. Text it
// is because no pass takes sret away; nothing that we show is made of these values.
std::string without_template_values(std::string_view ir);

// LLVM IR whose functions for bytes are so for the back end by optsize, not minsize, under which it keeps a signed division by
// a constant, and sBPF has none. What minsize does to the inliner is done by then.
std::string without_minsize(std::string_view ir);

// LLVM IR in which a division without remainder, as of the distance of two pointers by the size of what lies between, is a
// shift and a product by the odd part's inverse: the back end would make a signed division of it.
std::string without_exact_division(std::string_view ir);

// LLVM IR that says of each access that it is aligned. sBPF reads and writes words at any address, which the back end doesn't
// know: it would put an unaligned word together of eight bytes, in 23 instructions.
std::string with_any_alignment(std::string_view ir);

// LLVM IR whose functions give and take booleans and short words with zeros above them: without that said, whoever is called
// may leave anything there, and each caller masks what it got.
std::string with_extended_words(std::string_view ir);

// LLVM IR in which functions for bytes (optsize) call a function to copy a key, instead of four loads and stores,
// and the runtime to copy more.
std::string with_called_copies(std::string_view ir);

// What went wrong in one line a piece, from the messages of LLVM's BPF back end.
std::string explain_backend(std::string_view output);

}  // namespace grapnel::tool
