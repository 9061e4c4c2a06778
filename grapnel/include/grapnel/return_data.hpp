// get_return: what a called program returned. Return data outlives its call and any program may leave some, so it says
// whose it is, and a caller that doesn't look takes a stranger's word.
//
//   const u64 price = GRAPNEL_TRY(get_return<u64>(oracle::kProgramId));
//   ReturnBuffer<String<32>> buffer;                                          // views need a place to point at
//   const String<32> name = GRAPNEL_TRY(get_return(kProgramId, buffer));
#pragma once

#include <grapnel/borsh_write.hpp>
#include <grapnel/detail/framework_error.hpp>
#include <grapnel/result.hpp>

namespace grapnel {

inline constexpr u64 kReturnDataMax = 1024;  // the runtime's limit

// Holds what the views in a T point at; keep it as long as them.
template <class T>
struct ReturnBuffer {
  static_assert(detail::borsh_size_max<T>() <= kReturnDataMax, "grapnel: return data has 1,024 bytes at most");
  u8 bytes[detail::borsh_size_max<T>()];
};

// The T that `program` returned from the last call. InvalidProgramId if it returned nothing, or another did since;
// InstructionDidNotDeserialize if it isn't exactly a T. Costs 100 compute units and 1 per 250 bytes, beside decoding.
template <class T>
Result<T> get_return(const Pubkey& program, ReturnBuffer<T>& buffer) {
  Pubkey from{};
  const u64 size = sol_get_return_data(buffer.bytes, sizeof buffer.bytes, &from);
  if (size == 0 || !(from == program)) return Failure{static_cast<u64>(ErrorCode::InvalidProgramId)};
  constexpr Failure kBroken{static_cast<u64>(ErrorCode::InstructionDidNotDeserialize)};
  if (size > sizeof buffer.bytes) return kBroken;
  detail::Reader reader{buffer.bytes, buffer.bytes + size};
  T value{};
  if (!detail::decode(reader, value) || reader.left() != 0) return kBroken;
  return value;
}

template <class T>
Result<T> get_return(const Pubkey& program) {
  static_assert(
      !detail::has_views<T>(),
      "grapnel: a T with strings or vectors points into a buffer: ReturnBuffer<T> buffer; get_return(program, buffer)");
  ReturnBuffer<T> buffer;
  return get_return<T>(program, buffer);
}

namespace detail {

// False if a view in the value is longer than its type says.
template <class T>
[[gnu::always_inline]] inline bool set_return(const T& value) {
  if constexpr (is_variable<T>()) {
    ReturnBuffer<T> buffer;
    u8* end = buffer.bytes;
    if (!write(end, value)) return false;
    sol_set_return_data(buffer.bytes, static_cast<u64>(end - buffer.bytes));
  } else {
    static_assert(require_plain_layout<T>());
    static_assert(sizeof(T) <= kReturnDataMax, "grapnel: return data has 1,024 bytes at most");
    sol_set_return_data(&value, sizeof(T));
  }
  return true;
}

}  // namespace detail
}  // namespace grapnel
