// What every account of an instruction must be, broken one after the other in an instruction that would do: the same bytes under
// another owner, another program in a program's place, an unknown layout version. Host only.
//
//   EXPECT_EQ((unproven<Program, close_vote, GovernanceError::LayoutUnknown>(chain, closing_vote(0, kAlice))), "");
//
// What accounts are is looked at before their relations, so the instruction need not succeed; its accounts must be there.
#pragma once

#include <grapnel/constraint.hpp>
#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/testing.hpp>

#include <string>

namespace grapnel::testing {

namespace detail {

// Whether a constraint refuses data by that error.
template <class C, auto Error>
inline constexpr bool kRefusesBy = false;
template <auto Predicate, auto Error>
inline constexpr bool kRefusesBy<Constraint<Predicate, Error>, Error> = true;

template <auto Error, class... C>
consteval bool refuse_by(List<C...>) {
  return (kRefusesBy<C, Error> || ...);
}

// Runs instructions with one account changed, which is put back afterwards.
class Breaker {
 public:
  Breaker(Chain& chain, const client::Instruction& whole) : chain_(chain), whole_(whole) {}

  template <class E, class Change>
  void expect(E error, usize at, const std::string& name, Change&& change) {
    const Pubkey& address = whole_.accounts[at].key;
    const native::Account before = chain_.account(address);
    native::Account broken = before;
    change(broken);
    chain_.set_account(address, broken);
    note(chain_.run(whole_), error, name);
    chain_.set_account(address, before);
  }
  template <class E>
  void expect_other(E error, usize at, const std::string& name) {
    client::Instruction broken = whole_;
    broken.accounts[at].key = key(61'000);
    note(chain_.run(broken), error, name);
  }
  const std::string& missed() const { return missed_; }

 private:
  template <class E>
  void note(const Outcome& outcome, E error, const std::string& name) {
    if (!outcome.failed_with(error)) missed_ += name + ": " + outcome.report() + '\n';
  }

  Chain& chain_;
  const client::Instruction& whole_;
  std::string missed_;
};

}  // namespace detail

// What the program let pass, or refused by another error; empty if it looks at everything. `Unknown`: the error of a layout
// version, the first byte of the data, that the program doesn't know.
template <class Program, auto Handler, auto Unknown = ErrorCode::AccountDidNotDeserialize>
std::string unproven(Chain& chain, const client::Instruction& whole) {
  detail::Breaker breaker(chain, whole);
  usize at = 0;
  grapnel::detail::for_each_account<client::AccountsOf<Handler>>([&]<class Struct, usize I>() {
    using Field = grapnel::detail::FieldType<Struct, I>;
    using Data = grapnel::detail::DataOf<Field>;
    const usize place = at++;
    const bool absent = Field::kOptional && whole.accounts[place].key == Program::kId;
    if (absent || Field::kCreates) return;
    const std::string name = string_of(grapnel::detail::kFieldName<Struct, I>);
    if constexpr (!grapnel::detail::kSame<Data, void>) {
      breaker.expect(ErrorCode::AccountOwnedByWrongProgram, place, name,
                     [](native::Account& account) { account.owner = key(61'001); });
      if constexpr (detail::refuse_by<Unknown>(typename Field::Constraints{})) {
        breaker.expect(Unknown, place, name,
                       [](native::Account& account) { account.data.at(AccountFormat<Data>::kOffset) = 0xff; });
      }
    } else if constexpr ((Field::kErrors.bits & ErrorSet::of(ErrorCode::InvalidProgramId).bits) != 0) {
      breaker.expect_other(ErrorCode::InvalidProgramId, place, name);
    }
  });
  return breaker.missed();
}

}  // namespace grapnel::testing
