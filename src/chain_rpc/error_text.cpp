#include "chain_rpc/error_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace zestron::chain_rpc {
namespace {

using Json = nlohmann::json;
using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array kTransactionErrors = std::to_array<Entry>({
    {"AccountInUse", "Account in use"},
    {"AccountLoadedTwice", "Account loaded twice"},
    {"AccountNotFound", "Attempt to debit an account but found no record of a prior credit."},
    {"ProgramAccountNotFound", "Attempt to load a program that does not exist"},
    {"InsufficientFundsForFee", "Insufficient funds for fee"},
    {"InvalidAccountForFee", "This account may not be used to pay transaction fees"},
    {"AlreadyProcessed", "This transaction has already been processed"},
    {"BlockhashNotFound", "Blockhash not found"},
    {"CallChainTooDeep", "Loader call chain is too deep"},
    {"MissingSignatureForFee", "Transaction requires a fee but has no signature present"},
    {"InvalidAccountIndex", "Transaction contains an invalid account reference"},
    {"SignatureFailure", "Transaction did not pass signature verification"},
    {"InvalidProgramForExecution", "This program may not be used for executing instructions"},
    {"SanitizeFailure", "Transaction failed to sanitize accounts offsets correctly"},
    {"ClusterMaintenance", "Transactions are currently disabled due to cluster maintenance"},
    {"AccountBorrowOutstanding", "Transaction processing left an account with an outstanding borrowed reference"},
    {"WouldExceedMaxBlockCostLimit", "Transaction would exceed max Block Cost Limit"},
    {"UnsupportedVersion", "Transaction version is unsupported"},
    {"InvalidWritableAccount", "Transaction loads a writable account that cannot be written"},
    {"WouldExceedMaxAccountCostLimit", "Transaction would exceed max account limit within the block"},
    {"WouldExceedAccountDataBlockLimit", "Transaction would exceed account data limit within the block"},
    {"TooManyAccountLocks", "Transaction locked too many accounts"},
    {"AddressLookupTableNotFound", "Transaction loads an address table account that doesn't exist"},
    {"InvalidAddressLookupTableOwner", "Transaction loads an address table account with an invalid owner"},
    {"InvalidAddressLookupTableData", "Transaction loads an address table account with invalid data"},
    {"InvalidAddressLookupTableIndex", "Transaction address table lookup uses an invalid index"},
    {"InvalidRentPayingAccount", "Transaction leaves an account with a lower balance than rent-exempt minimum"},
    {"WouldExceedMaxVoteCostLimit", "Transaction would exceed max Vote Cost Limit"},
    {"WouldExceedAccountDataTotalLimit", "Transaction would exceed total account data limit"},
    {"MaxLoadedAccountsDataSizeExceeded", "Transaction exceeded max loaded accounts data size cap"},
    {"InvalidLoadedAccountsDataSizeLimit", "LoadedAccountsDataSizeLimit set for transaction must be greater than 0."},
    {"ResanitizationNeeded", "ResanitizationNeeded"},
    {"UnbalancedTransaction", "Sum of account balances before and after transaction do not match"},
    {"ProgramCacheHitMaxLimit", "Program cache hit max limit"},
    {"CommitCancelled", "CommitCancelled"},
});

constexpr std::array kInstructionErrors = std::to_array<Entry>({
    {"GenericError", "generic instruction error"},
    {"InvalidArgument", "invalid program argument"},
    {"InvalidInstructionData", "invalid instruction data"},
    {"InvalidAccountData", "invalid account data for instruction"},
    {"AccountDataTooSmall", "account data too small for instruction"},
    {"InsufficientFunds", "insufficient funds for instruction"},
    {"IncorrectProgramId", "incorrect program id for instruction"},
    {"MissingRequiredSignature", "missing required signature for instruction"},
    {"AccountAlreadyInitialized", "instruction requires an uninitialized account"},
    {"UninitializedAccount", "instruction requires an initialized account"},
    {"UnbalancedInstruction", "sum of account balances before and after instruction do not match"},
    {"ModifiedProgramId", "instruction illegally modified the program id of an account"},
    {"ExternalAccountLamportSpend", "instruction spent from the balance of an account it does not own"},
    {"ExternalAccountDataModified", "instruction modified data of an account it does not own"},
    {"ReadonlyLamportChange", "instruction changed the balance of a read-only account"},
    {"ReadonlyDataModified", "instruction modified data of a read-only account"},
    {"DuplicateAccountIndex", "instruction contains duplicate accounts"},
    {"ExecutableModified", "instruction changed executable bit of an account"},
    {"RentEpochModified", "instruction modified rent epoch of an account"},
    {"NotEnoughAccountKeys", "insufficient account keys for instruction"},
    {"AccountDataSizeChanged", "program other than the account's owner changed the size of the account data"},
    {"AccountNotExecutable", "instruction expected an executable account"},
    {"AccountBorrowFailed", "instruction tries to borrow reference for an account which is already borrowed"},
    {"AccountBorrowOutstanding", "instruction left account with an outstanding borrowed reference"},
    {"DuplicateAccountOutOfSync", "instruction modifications of multiply-passed account differ"},
    {"InvalidError", "program returned invalid error code"},
    {"ExecutableDataModified", "instruction changed executable accounts data"},
    {"ExecutableLamportChange", "instruction changed the balance of an executable account"},
    {"ExecutableAccountNotRentExempt", "executable accounts must be rent exempt"},
    {"UnsupportedProgramId", "Unsupported program id"},
    {"CallDepth", "Cross-program invocation call depth too deep"},
    {"MissingAccount", "An account required by the instruction is missing"},
    {"ReentrancyNotAllowed", "Cross-program invocation reentrancy not allowed for this instruction"},
    {"MaxSeedLengthExceeded", "Length of the seed is too long for address generation"},
    {"InvalidSeeds", "Provided seeds do not result in a valid address"},
    {"InvalidRealloc", "Failed to reallocate account data"},
    {"ComputationalBudgetExceeded", "Computational budget exceeded"},
    {"PrivilegeEscalation", "Cross-program invocation with unauthorized signer or writable account"},
    {"ProgramEnvironmentSetupFailure", "Failed to create program execution environment"},
    {"ProgramFailedToComplete", "Program failed to complete"},
    {"ProgramFailedToCompile", "Program failed to compile"},
    {"Immutable", "Account is immutable"},
    {"IncorrectAuthority", "Incorrect authority provided"},
    {"BorshIoError", "Failed to serialize or deserialize account data"},
    {"AccountNotRentExempt", "An account does not have enough lamports to be rent-exempt"},
    {"InvalidAccountOwner", "Invalid account owner"},
    {"ArithmeticOverflow", "Program arithmetic overflowed"},
    {"UnsupportedSysvar", "Unsupported sysvar"},
    {"IllegalOwner", "Provided owner is not allowed"},
    {"MaxAccountsDataAllocationsExceeded", "Accounts data allocations exceeded the maximum allowed per transaction"},
    {"MaxAccountsExceeded", "Max accounts exceeded"},
    {"MaxInstructionTraceLengthExceeded", "Max instruction trace length exceeded"},
    {"BuiltinProgramsMustConsumeComputeUnits", "Builtin programs must consume compute units"},
});

template <std::size_t N>
std::optional<std::string> find(const std::array<Entry, N>& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &Entry::first);
  if (found == table.end()) return std::nullopt;
  return std::string(found->second);
}

std::string instruction_error(const Json& error) {
  if (error.is_string()) return find(kInstructionErrors, error.get_ref<const std::string&>()).value_or(error.dump());
  if (error.is_object() && error.contains("Custom") && error["Custom"].is_number_unsigned()) {
    return fmt::format("custom program error: {:#x}", error["Custom"].get<std::uint64_t>());
  }
  if (error.is_object() && error.contains("BorshIoError")) return *find(kInstructionErrors, "BorshIoError");
  return error.dump();
}

/// The errors that carry a number or more.
std::optional<std::string> compound(const Json& error) {
  if (!error.is_object() || error.size() != 1) return std::nullopt;
  const auto& name = error.begin().key();
  const Json& inside = error.begin().value();
  if (name == "InstructionError" && inside.is_array() && inside.size() == 2) {
    return fmt::format("Error processing Instruction {}: {}", inside[0].dump(), instruction_error(inside[1]));
  }
  if (name == "DuplicateInstruction") {
    return fmt::format("Transaction contains a duplicate instruction ({}) that is not allowed", inside.dump());
  }
  const std::string index = inside.is_object() ? inside.value("account_index", Json()).dump() : std::string{};
  if (name == "InsufficientFundsForRent") {
    return fmt::format("Transaction results in an account ({}) with insufficient funds for rent", index);
  }
  if (name == "ProgramExecutionTemporarilyRestricted") {
    return fmt::format("Execution of the program referenced by account at index {} is temporarily restricted.", index);
  }
  return std::nullopt;
}

}  // namespace

std::string transaction_error_text(std::string_view error_json) {
  const Json error = Json::parse(error_json, nullptr, /*allow_exceptions=*/false);
  if (error.is_string()) {
    const auto& name = error.get_ref<const std::string&>();
    return find(kTransactionErrors, name).value_or(name);
  }
  return compound(error).value_or(std::string(error_json));
}

}  // namespace zestron::chain_rpc
