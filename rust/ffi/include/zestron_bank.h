/* The C ABI of the Solana runtime (Agave's bank) as this project embeds it.
 *
 * Sits between rust/bank (which wraps the crate solana-runtime) and src/chain/bank (the C++ owner of every handle). It knows
 * slots, transactions, accounts and snapshots; it knows no ledger, no clock, no network. Nothing unwinds across it: every
 * function catches panics and reports them as ZB_PANIC.
 *
 * Conventions
 *  - Functions return zb_status. On any status but ZB_OK, *err (where given) holds one UTF-8 line that says what was wrong;
 *    other outputs are untouched.
 *  - zb_slice and zb_buf: zestron_abi.h.
 *  - "Slot thread" functions are called by one thread at a time (zb_slot_*, zb_execute, zb_vote, zb_root, zb_account_set,
 *    zb_snapshot).
 *    All others may be called by any number of threads beside it.
 *  - A slot argument names a bank that is frozen and not older than the root, or the open one; otherwise ZB_NO_SUCH_SLOT. So it
 *    is also when zb_root overtakes a read that is under way: read again, at a slot that is not older than the new root.
 *  - 32-byte arrays are raw public keys or hashes; integers are host order (little-endian targets only).
 */
#ifndef ZESTRON_BANK_H
#define ZESTRON_BANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zestron_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ZB_ABI_VERSION 2u

typedef enum zb_status {
  ZB_OK = 0,
  ZB_PANIC = 1,           /* a bug on the Rust side; the handle must not be used again */
  ZB_INVALID = 2,         /* an argument cannot be used; err says which */
  ZB_NO_SUCH_SLOT = 3,
  ZB_NOT_FOUND = 4,       /* no such account, mint, blockhash */
  ZB_IO = 5,
  ZB_SIGNATURE = 6,       /* a signature does not verify, or the transaction does not sanitize */
  ZB_MISMATCH = 7,        /* genesis, feature set or snapshot belong to another chain */
  ZB_SCAN_ABORTED = 8     /* a read of many accounts found more than scanBytesMax, or its slot went away; err in Agave's words */
} zb_status;

typedef struct zb_chain zb_chain;     /* a fork-less chain of banks: root, frozen descendants, at most one open slot */
typedef struct zb_tx zb_tx;           /* a decoded, sanitized, signature-checked transaction, not bound to a bank */
typedef struct zb_results zb_results; /* what one zb_execute produced */
typedef struct zb_snapshot zb_snapshot; /* a root bank that is to be written */

/* ZB_ABI_VERSION of the library; callers refuse to go on when it differs from the header's. */
uint32_t zb_abi_version(void);
/* {"abi":1,"agave":"4.2.2","featureSet":123,"clusterFeatures":"mainnet-beta 2026-08-24"} */
zb_status zb_version(zb_buf* json, zb_buf* err);

/* ---- genesis ------------------------------------------------------------------------------------------------------- */

/* Builds a genesis block; same parameters, same bytes, same hash. JSON, all fields optional:
 *   slotMs (400), slotsPerEpoch (432000, at least 32), creationTime (unix seconds, 1735689600),
 *   faucetLamports (500e15: balance of the faucet key), label ("zestron": keys are sha256(label ‖ "/" ‖ role)),
 *   accounts: [{pubkey, lamports, owner, data (base64), executable}] added as they are,
 *   features: {activate: […], deactivate: […]}, what differs from mainnet's set; a feature by its address or its name in Agave
 *   (names: those of mainnet, virtual_address_space_adjustments, account_data_direct_mapping, raise_cpi_nesting_limit_to_8).
 * Contents: mainnet's feature set, active from slot 0; builtins; SPL Token (p-token) and its native mint, Token-2022, ATA, memo
 * v1, v3 and v4; address lookup tables, config, stake; a staked vote account. An account of the list may not replace one of
 * these (ZB_INVALID). */
zb_status zb_genesis(zb_slice params_json, zb_buf* genesis, zb_buf* err);
/* The 64-byte ed25519 keypair (secret ‖ public) of a genesis role: "faucet", "identity", "vote", "stake". Not a secret. */
zb_status zb_genesis_key(zb_slice label, zb_slice role, uint8_t keypair[64], zb_buf* err);
zb_status zb_genesis_hash(zb_slice genesis, uint8_t hash[32], zb_buf* err);

/* ---- life of a chain ----------------------------------------------------------------------------------------------- */

/* Opens a chain. JSON: accountsDir (required; its sub-folders run/ and snapshot/ are emptied first), snapshotDir (optional),
 * indexes (true: program, owner and mint indexes), scanBytesMax (268435456: account data that one read of many accounts may collect,
 * and text that it may write). With a snapshot in snapshotDir the newest one is restored, frozen; else the
 * chain starts at slot 0 of genesis, open. ZB_MISMATCH when the snapshot is of another genesis or damaged. */
zb_status zb_chain_open(zb_slice genesis, zb_slice options_json, zb_chain** chain, zb_buf* err);
void zb_chain_close(zb_chain* chain);
/* Collects a full snapshot of the root bank (slot thread), some milliseconds. To be written or freed before the chain is closed. */
zb_status zb_snapshot_collect(zb_chain* chain, zb_snapshot** snapshot, zb_buf* err);
/* Writes it to dir, on disk when it returns, and frees it, whatever comes of it; any thread, one at a time into one folder. Of older
 * ones the newest stay, `keep` in all, at least one. The file genesis-hash in dir says whose it is: ZB_MISMATCH when another
 * chain's. JSON: {"slot":N,"path":"…","bytes":N}. */
zb_status zb_snapshot_write(zb_snapshot* snapshot, zb_slice dir, uint32_t keep, zb_buf* info_json, zb_buf* err);
void zb_snapshot_free(zb_snapshot* snapshot);

/* ---- slots (slot thread) ------------------------------------------------------------------------------------------- */

typedef struct zb_bank_info {
  uint64_t slot, parent_slot, block_height, epoch, slot_index, slots_in_epoch;
  uint64_t transaction_count;   /* since genesis */
  uint64_t signature_count;     /* of this slot */
  uint64_t capitalization;
  int64_t unix_timestamp;
  uint8_t bank_hash[32];        /* zero while open */
  uint8_t blockhash[32];        /* last registered */
  uint64_t last_valid_block_height;   /* of that blockhash */
  uint64_t lamports_per_signature;
  bool frozen;
} zb_bank_info;

/* Opens `slot` (greater than the newest) as a child of the newest frozen bank; Clock.unix_timestamp is the given one. */
zb_status zb_slot_open(zb_chain* chain, uint64_t slot, int64_t unix_timestamp, zb_buf* err);
/* Registers `blockhash`, freezes the open slot. ZB_INVALID for a blockhash that one of the last 300 slots had. */
zb_status zb_slot_seal(zb_chain* chain, const uint8_t blockhash[32], zb_bank_info* info, zb_buf* err);
/* Makes `slot` (frozen) the root: older banks are gone afterwards. Flushes; cleans and shrinks now and then. */
zb_status zb_root(zb_chain* chain, uint64_t slot, zb_buf* err);
/* Writes an account as the host (oracle, airdrop, cheat code); capitalization follows. lamports 0 deletes it. Programs
 * are deployed by transactions or put into genesis: the bank's cache of compiled programs may go on with what it loaded before. */
zb_status zb_account_set(zb_chain* chain, const uint8_t pubkey[32], uint64_t lamports, const uint8_t owner[32],
                         zb_slice data, bool executable, zb_buf* err);
/* The validator's vote on the parent of the open slot: a vote transaction of the keys that `label` gives, executed and committed
 * like any other. `voted` is false when it did not succeed (no money for the fee, another label): the slot then has no vote. */
zb_status zb_vote(zb_chain* chain, zb_slice label, bool* voted, zb_buf* err);

/* ---- transactions -------------------------------------------------------------------------------------------------- */

/* Decodes wire bytes, sanitizes, and with `verify_signatures` checks every signature by Agave's own rule. Needs no chain, so
 * it runs on any thread. ZB_INVALID: the bytes are no transaction (Agave's text); ZB_SIGNATURE: it does not sanitize or verify. */
zb_status zb_tx_new(zb_slice wire, bool verify_signatures, zb_tx** tx, zb_buf* err);
void zb_tx_free(zb_tx* tx);
void zb_tx_signature(const zb_tx* tx, uint8_t signature[64]);   /* the first one */
void zb_tx_blockhash(const zb_tx* tx, uint8_t blockhash[32]);   /* recent blockhash or nonce value */
zb_slice zb_tx_wire(const zb_tx* tx);

typedef enum zb_outcome {
  ZB_TX_OK = 0,
  ZB_TX_FAILED = 1,      /* landed: the fee was paid, effects rolled back */
  ZB_TX_REJECTED = 2,    /* did not land: nothing changed (BlockhashNotFound, AlreadyProcessed, …) */
  ZB_TX_DEFERRED = 3     /* was not run: no room in this slot (zb_execute_within_limits only) */
} zb_outcome;

typedef struct zb_tx_result {
  zb_outcome outcome;
  uint64_t compute_units, fee;
  zb_slice error_json;   /* Agave's JSON form of TransactionError; empty when ok */
  zb_slice error_text;   /* its Display form */
  zb_slice keys;         /* all account keys, 32 bytes each: static, loaded writable, loaded read-only */
  zb_slice meta;         /* opaque: give it back to zb_meta_*, zb_transaction_json. Empty when rejected */
} zb_tx_result;

/* Executes in order in the open slot and commits. Transactions may write the same accounts. (slot thread) */
zb_status zb_execute(zb_chain* chain, const zb_tx* const* txs, size_t count, zb_results** results, zb_buf* err);
/* The same within a mainnet block's limits of cost, in all and by written account: what would exceed them is ZB_TX_DEFERRED. */
zb_status zb_execute_within_limits(zb_chain* chain, const zb_tx* const* txs, size_t count, zb_results** results, zb_buf* err);
size_t zb_results_count(const zb_results* results);
const zb_tx_result* zb_results_at(const zb_results* results, size_t index);   /* NULL past the end */
void zb_results_free(zb_results* results);

/* Simulates on top of `slot`; JSON is RpcSimulateTransactionResult of Agave 4.2 (err, logs, accounts, unitsConsumed,
 * loadedAccountsDataSize, returnData, innerInstructions, replacementBlockhash, fee, pre/postBalances, pre/postTokenBalances,
 * loadedAddresses). options: sigVerify, replaceRecentBlockhash, innerInstructions, accounts {addresses, encoding},
 * answers: "simulateTransaction" or "sendTransaction" refuse what does not sanitize, as those methods do. */
zb_status zb_simulate(const zb_chain* chain, uint64_t slot, const zb_tx* tx, zb_slice options_json, zb_buf* json, zb_buf* err);

/* Where the transaction's compute units go, run on top of `slot` as it stands (so before it is executed) and not committed:
 * {"format":"grapnel-trace-1", "computeUnits":n, "instructions":[instruction…]}
 *   instruction {"program":base58, "elf":hex, "units":n, "steps":[step…]}; inner ones stand inside the syscall that began them
 *     elf    sha256 of the program's file without zeros at its end; a native program has neither elf nor steps
 *     units  all of it, with syscalls and inner instructions
 *   step [position, count]   so many sBPF instructions in a row, a unit each, from that one on (of 8 bytes, from the text's start)
 *     or {"syscall":name, "units":n, "instructions":[instruction…]}   units with those of inner instructions
 * The steps of an instruction add up to its units, and computeUnits is what the bank counts: ZB_MISMATCH if it were not.
 * ZB_INVALID: the transaction would not land. One that fails has a trace up to its failure. */
zb_status zb_trace(const zb_chain* chain, uint64_t slot, const zb_tx* tx, zb_buf* json, zb_buf* err);

/* JSON array of log lines; `null` where nothing was recorded. */
zb_status zb_meta_logs(zb_slice meta, zb_buf* json, zb_buf* err);
/* The object getTransaction answers. options: encoding ("json", "jsonParsed", "base58", "base64"),
 * maxSupportedTransactionVersion (absent: legacy only), blockTime (number or null), transactionIndex (absent: left out),
 * transactionDetails ("full", or "accounts" as getBlock knows it). ZB_INVALID with the exact text of error -32015 for a version
 * the caller does not support. */
zb_status zb_transaction_json(zb_slice wire, zb_slice meta, uint64_t slot, zb_slice options_json, zb_buf* json, zb_buf* err);
/* The memos of a transaction as getSignaturesForAddress shows them: a JSON string, `[length] text` joined by `; `, or `null`. */
zb_status zb_transaction_memo(zb_slice wire, zb_slice meta, zb_buf* json, zb_buf* err);
/* `fee` of a serialized message (not transaction); ZB_NOT_FOUND for an unknown blockhash. */
zb_status zb_message_fee(const zb_chain* chain, uint64_t slot, zb_slice message, uint64_t* fee, zb_buf* err);

/* ---- reads --------------------------------------------------------------------------------------------------------- */

zb_status zb_bank(const zb_chain* chain, uint64_t slot, zb_bank_info* info, zb_buf* err);
/* Newest slot (open if one is) and root. */
void zb_bounds(const zb_chain* chain, uint64_t* newest, uint64_t* root);
/* By Agave's formula as of `slot` (height of that bank + 150 - age). ZB_NOT_FOUND when the blockhash is unknown or too old for a
 * transaction in the child of `slot`. */
zb_status zb_blockhash(const zb_chain* chain, uint64_t slot, const uint8_t blockhash[32], uint64_t* last_valid_block_height,
                       zb_buf* err);
uint64_t zb_rent_exempt(const zb_chain* chain, uint64_t data_len);

typedef struct zb_account {
  uint64_t lamports, rent_epoch;
  uint8_t owner[32];
  bool executable;
  zb_buf data;           /* release with zb_buf_free */
} zb_account;
zb_status zb_account_get(const zb_chain* chain, uint64_t slot, const uint8_t pubkey[32], zb_account* account, zb_buf* err);

/* UiAccount as Agave encodes it, or `null`. options: encoding ("binary" when absent, "base58", "base64", "base64+zstd",
 * "jsonParsed"), dataSlice {offset, length}. ZB_INVALID with Agave's text for base58 of more than 128 bytes. */
zb_status zb_account_json(const zb_chain* chain, uint64_t slot, const uint8_t pubkey[32], zb_slice options_json, zb_buf* json,
                          zb_buf* err);
/* [{"pubkey":…,"account":…}]; options as above, and filters (RpcFilterType's JSON). */
zb_status zb_program_accounts_json(const zb_chain* chain, uint64_t slot, const uint8_t program[32], zb_slice options_json,
                                   zb_buf* json, zb_buf* err);
/* Token accounts by "owner" or "delegate" (kind), filtered by {"mint":…} or {"programId":…}; [{"pubkey","account"}]. */
zb_status zb_token_accounts_json(const zb_chain* chain, uint64_t slot, const uint8_t key[32], zb_slice kind, zb_slice filter_json,
                                 zb_slice options_json, zb_buf* json, zb_buf* err);

/* One of Agave's answers about a slot. The query is the name of one that takes nothing, as a JSON string, else {name: parameters}:
 *   "inflationGovernor"  "inflationRate"  "minimumDelegation" (lamports)  "totalStake" (lamports that vote in the epoch)
 *   supply {excludeNonCirculatingAccountsList}   largestAccounts {filter: null, "circulating" or "nonCirculating"}
 *   voteAccounts {votePubkey, keepUnstakedDelinquents, delinquentSlotDistance}, all optional
 *   tokenAccountBalance {pubkey}   tokenSupply {pubkey}   tokenLargestAccounts {pubkey}
 * The value is that of the RPC method of the name, where there is one. ZB_INVALID with Agave's text where a key names nothing of its kind. */
zb_status zb_query(const zb_chain* chain, uint64_t slot, zb_slice query_json, zb_buf* json, zb_buf* err);
/* What a frozen slot paid: {"rewards":[Reward…],"numRewardPartitions":number or null}, empty when nothing. The number is that of
 * the slots after an epoch's first one that pay its stakes. */
zb_status zb_rewards(const zb_chain* chain, uint64_t slot, zb_buf* json, zb_buf* err);
/* Which of those slots, from 0, pays the stake at `address`; the hash is the blockhash of the parent of the epoch's first slot. */
zb_status zb_reward_partition(const uint8_t parent_blockhash[32], uint64_t partitions, const uint8_t address[32], uint64_t* partition,
                              zb_buf* err);

/* Accounts that `slot` changed, each once, in key order, as they stand at its end. The callback may be called from the calling
 * thread only; returning false stops. Deleted accounts come with lamports 0. */
typedef bool (*zb_account_visitor)(void* context, const uint8_t pubkey[32], uint64_t lamports, const uint8_t owner[32],
                                   zb_slice data);
zb_status zb_changed_accounts(const zb_chain* chain, uint64_t slot, zb_account_visitor visit, void* context, zb_buf* err);

#ifdef __cplusplus
}
#endif
#endif
