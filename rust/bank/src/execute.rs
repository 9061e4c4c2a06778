//! Executes transactions in the open slot, in order, and commits them. Slot thread only.

use {
    crate::{
        chain::Chain,
        codec,
        error::Result,
        meta::{self, StatusMeta},
        transaction::Transaction,
    },
    solana_cost_model::cost_model::CostModel,
    solana_message::VersionedMessage,
    solana_runtime::bank::Bank,
    solana_runtime_transaction::runtime_transaction::RuntimeTransaction,
    solana_svm::{
        transaction_balances::SvmTokenInfo,
        transaction_commit_result::{CommittedTransaction, TransactionCommitResult},
        transaction_processor::ExecutionRecordingConfig,
    },
    solana_svm_timings::ExecuteTimings,
    solana_transaction::{TransactionVerificationMode, sanitized::SanitizedTransaction},
    solana_transaction_error::TransactionError,
    solana_transaction_status::map_inner_instructions,
    solana_transaction_status_client_types::UiTransactionError,
};

/// How many transactions the bank takes at once. Larger batches ran no faster, and their records live in memory together.
const BATCH: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Outcome {
    Ok = 0,
    Failed = 1,
    Rejected = 2,
    /// Not run: the slot has no room left for it by the cluster's limits of cost.
    Deferred = 3,
}

pub struct TransactionResult {
    pub outcome: Outcome,
    pub compute_units: u64,
    pub fee: u64,
    /// Empty when ok.
    pub error_json: Vec<u8>,
    pub error_text: String,
    /// 32 bytes each: static, loaded writable, loaded read-only.
    pub keys: Vec<u8>,
    /// Empty when rejected.
    pub meta: Vec<u8>,
}

pub(crate) type Sanitized = RuntimeTransaction<SanitizedTransaction>;

impl Chain {
    /// One result for each transaction, in order. A transaction that cannot land (unknown blockhash, duplicate, no money for the
    /// fee) is rejected and changes nothing.
    pub fn execute(&self, transactions: &[&Transaction]) -> Result<Vec<TransactionResult>> {
        self.execute_batches(transactions, false)
    }

    /// The same within the limits of a mainnet block: of its cost in all, and of what writes one account. What would exceed them is
    /// deferred. A replay runs without: what landed had room.
    pub fn execute_within_limits(&self, transactions: &[&Transaction]) -> Result<Vec<TransactionResult>> {
        self.execute_batches(transactions, true)
    }

    fn execute_batches(&self, transactions: &[&Transaction], limits: bool) -> Result<Vec<TransactionResult>> {
        let bank = self.open_bank()?;
        let mut results = Vec::with_capacity(transactions.len());
        for chunk in transactions.chunks(BATCH) {
            execute_batch(&bank, chunk, limits, &mut results)?;
        }
        Ok(results)
    }
}

/// Binds a transaction to a bank: resolves lookup tables, reads the compute budget. Signatures were checked when it was decoded.
pub(crate) fn sanitize(bank: &Bank, transaction: &Transaction) -> std::result::Result<Sanitized, TransactionError> {
    bank.verify_transaction_with_serialized_message(
        transaction.versioned().clone(),
        transaction.message_bytes(),
        TransactionVerificationMode::HashOnly,
    )
}

fn execute_batch(bank: &Bank, transactions: &[&Transaction], limits: bool, results: &mut Vec<TransactionResult>) -> Result<()> {
    let mut runnable: Vec<Sanitized> = Vec::with_capacity(transactions.len());
    let mut refusals: Vec<Option<TransactionError>> = Vec::with_capacity(transactions.len());
    for transaction in transactions {
        let bound = sanitize(bank, transaction).and_then(|bound| if limits { reserve(bank, bound) } else { Ok(bound) });
        refusals.push(bound.map(|bound| runnable.push(bound)).err());
    }
    let batch = bank.prepare_sanitized_batch(&runnable);
    let (committed, balances) = bank.load_execute_and_commit_transactions(
        &batch,
        ExecutionRecordingConfig::new_single_setting(true),
        &mut ExecuteTimings::default(),
        None,
    );
    drop(batch);
    if limits {
        settle(bank, &runnable, &committed);
    }
    let (pre, post, token_pre, token_post) = balances.map(|collector| collector.into_vecs()).unwrap_or_default();
    let balances = pre.into_iter().zip(post).zip(token_pre.into_iter().zip(token_post));
    let mut executed = runnable.iter().zip(committed.into_iter().zip(balances));
    for (transaction, refusal) in transactions.iter().zip(refusals) {
        results.push(match refusal {
            Some(error) => {
                let deferred = exceeds_block(&error);
                let refused = rejected(static_keys(&transaction.versioned().message), error)?;
                if deferred { TransactionResult { outcome: Outcome::Deferred, ..refused } } else { refused }
            }
            None => {
                let (transaction, (committed, ((pre, post), tokens))) =
                    executed.next().expect("the bank answers for each transaction of a batch");
                match committed {
                    Err(error) => rejected(all_keys(transaction), error)?,
                    Ok(committed) => landed(bank, transaction, committed, pre, post, tokens)?,
                }
            }
        });
    }
    Ok(())
}

/// Takes room in the block for what the transaction may cost, as the cost model estimates it.
fn reserve(bank: &Bank, transaction: Sanitized) -> std::result::Result<Sanitized, TransactionError> {
    let cost = CostModel::calculate_cost(&transaction, &bank.feature_set);
    let reserved = bank.write_cost_tracker().expect("an earlier call panicked").try_add(&cost);
    drop(cost);
    reserved.map(|_| transaction).map_err(TransactionError::from)
}

/// What was reserved becomes what was used; nothing for what did not land.
fn settle(bank: &Bank, transactions: &[Sanitized], committed: &[TransactionCommitResult]) {
    let mut tracker = bank.write_cost_tracker().expect("an earlier call panicked");
    for (transaction, committed) in transactions.iter().zip(committed) {
        let estimate = CostModel::calculate_cost(transaction, &bank.feature_set);
        match committed {
            Ok(done) => tracker.update_execution_cost(
                &estimate,
                done.executed_units,
                CostModel::calculate_loaded_accounts_data_size_cost(
                    done.loaded_account_stats.loaded_accounts_data_size,
                    &bank.feature_set,
                ),
            ),
            Err(_) => tracker.remove(&estimate),
        }
    }
}

fn exceeds_block(error: &TransactionError) -> bool {
    matches!(
        error,
        TransactionError::WouldExceedMaxBlockCostLimit
            | TransactionError::WouldExceedMaxVoteCostLimit
            | TransactionError::WouldExceedMaxAccountCostLimit
            | TransactionError::WouldExceedAccountDataBlockLimit
            | TransactionError::WouldExceedAccountDataTotalLimit
    )
}

fn rejected(keys: Vec<u8>, error: TransactionError) -> Result<TransactionResult> {
    Ok(TransactionResult {
        outcome: Outcome::Rejected,
        compute_units: 0,
        fee: 0,
        error_text: error.to_string(),
        error_json: codec::to_json(&UiTransactionError::from(error))?,
        keys,
        meta: Vec::new(),
    })
}

fn landed(
    bank: &Bank,
    transaction: &Sanitized,
    committed: CommittedTransaction,
    pre_balances: Vec<u64>,
    post_balances: Vec<u64>,
    (token_pre, token_post): (Vec<SvmTokenInfo>, Vec<SvmTokenInfo>),
) -> Result<TransactionResult> {
    let cost_units = CostModel::calculate_cost_for_executed_transaction(
        transaction,
        committed.executed_units,
        committed.loaded_account_stats.loaded_accounts_data_size,
        &bank.feature_set,
    )
    .sum();
    let fee = committed.fee_details.total_fee();
    let error = committed.status.clone().err();
    let status = StatusMeta {
        status: committed.status,
        fee,
        pre_balances,
        post_balances,
        inner_instructions: committed.inner_instructions.map(|list| map_inner_instructions(list).collect()),
        log_messages: committed.log_messages,
        pre_token_balances: Some(token_pre.into_iter().map(meta::token_balance).collect()),
        post_token_balances: Some(token_post.into_iter().map(meta::token_balance).collect()),
        rewards: Some(Vec::new()),
        loaded_addresses: transaction.get_loaded_addresses(),
        return_data: committed.return_data,
        compute_units_consumed: Some(committed.executed_units),
        cost_units: Some(cost_units),
    };
    Ok(TransactionResult {
        outcome: if error.is_none() { Outcome::Ok } else { Outcome::Failed },
        compute_units: committed.executed_units,
        fee,
        error_text: error.as_ref().map(ToString::to_string).unwrap_or_default(),
        error_json: error.map(|error| codec::to_json(&UiTransactionError::from(error))).transpose()?.unwrap_or_default(),
        keys: all_keys(transaction),
        meta: meta::encode(&status)?,
    })
}

fn all_keys(transaction: &Sanitized) -> Vec<u8> {
    transaction.message().account_keys().iter().flat_map(|key| key.to_bytes()).collect()
}

fn static_keys(message: &VersionedMessage) -> Vec<u8> {
    message.static_account_keys().iter().flat_map(|key| key.to_bytes()).collect()
}
