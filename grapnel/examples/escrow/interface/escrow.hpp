// A swap of two tokens between people who don't trust each other: account, events and errors, what program and clients
// share.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token.hpp>
#include <grapnel/programs/token_2022.hpp>

namespace escrow {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "Dfer35QmfuhSePyPb1fGnz34n4GGdAraFXoFkazyRZ3s"_pubkey;

// At "offer", the maker, the number. The tokens lie at "vault", the offer; what is there is what the taker gets.
struct Offer {
  Pubkey maker;
  Pubkey mint_a;  // of what is offered
  Pubkey mint_b;  // of what is wanted
  u64 number;
  u64 wanted;  // of mint_b, as it arrives
  u8 bump;
  Array<u8, 7> reserved;
};

struct Made {
  Pubkey offer;
  u64 offered;  // what arrived in the vault
  u64 wanted;
};

struct Taken {
  Pubkey offer;
  Pubkey taker;
  u64 received;  // by the taker
  u64 paid;      // what arrived with the maker
};

struct Refunded {
  Pubkey offer;
  u64 returned;
};

enum class EscrowError : u32 { AmountIsZero = 6000, SameMint, NothingArrived, PaidTooLittle, ReceivedTooLittle };

constexpr Text message(EscrowError error) {
  switch (error) {
    case EscrowError::AmountIsZero: return "An amount must not be zero";
    case EscrowError::SameMint: return "Offered and wanted must be different tokens";
    case EscrowError::NothingArrived: return "Nothing arrived in the vault";
    case EscrowError::PaidTooLittle: return "Less arrived with the maker than the offer wants";
    case EscrowError::ReceivedTooLittle: return "Less arrived with the taker than the taker asked for";
  }
  return {};
}

}  // namespace escrow
