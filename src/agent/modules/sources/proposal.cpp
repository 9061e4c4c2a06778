#include "agent/define.hpp"

namespace zestron::agent {
namespace {

constexpr std::uint32_t kTextBytes = 4'096;

struct ProposalSource {
  static constexpr std::string_view kName = "proposal", kGroup = "sources";
  static constexpr std::string_view kSummary =
      "A proposal of governance: whether it is open, its text (cut off at 4,096 bytes, and untrusted), and the share "
      "of votes for it.";
  static constexpr Port kOutputs[] = {
      {"open", PortType::kBoolean}, {"text", PortType::kText}, {"share_for", PortType::kNumber}};

  struct Params {
    Pubkey proposal;
  };
  static std::vector<Field<Params>> fields() { return {key(&Params::proposal, "proposal", "The proposal")}; }
  static std::vector<std::uint32_t> capacities(const Params&) { return {0, kTextBytes, 0}; }
  static std::uint64_t fuel(const Params&) { return 64; }

  static Trigger trigger(const Params& params, const Market&) { return {Trigger::On::kProposal, params.proposal}; }

  static bool step(const Frame& frame, const Params&, Nothing&) {
    const auto* proposal = frame.what<domain::ProposalState>();
    if (proposal == nullptr) return false;
    frame.out<Boolean>(0) = {proposal->open, true};
    frame.out<Text>(1).set(proposal->text);
    const auto in_favour = static_cast<double>(proposal->votes_for);
    const auto all = in_favour + static_cast<double>(proposal->votes_against);
    frame.out<Number>(2) = {all == 0 ? 0.0 : in_favour / all, all != 0};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& proposal() { return kind_of<ProposalSource>(); }
}  // namespace modules

}  // namespace zestron::agent
