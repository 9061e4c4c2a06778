// Prints the bytes of values.hpp's values in hexadecimal, for anchor_coder.mjs.
#include <cstdio>

#include "values.hpp"

namespace {

void print(const char* name, const grapnel::client::Bytes& bytes) {
  std::printf("%s ", name);
  for (const grapnel::u8 byte : bytes) std::printf("%02x", byte);
  std::printf("\n");
}

}  // namespace

int main() {
  using namespace everything;
  print("Config", client::encode_account(make_config()));
  Everything ungrouped = make_everything();
  ungrouped.shape = shape_of(ShapeKind{Kind::default_});
  print("Everything", client::encode_account(ungrouped));
  print("Traded", client::encode_event(make_traded()));
  print("createPool", client::borsh::encode_behind(create_pool::kDiscriminator, make_create_args()));
  print("delete", client::borsh::encode_behind(delete_::kDiscriminator, delete_::Args{.flag = true, .int_ = 9}));
  print("noop", noop::instruction().data);
  print("raw", raw::instruction({.data = {7, 8}}).data);
}
