//! Runs a transaction on top of a bank without committing it, and writes what Agave's simulateTransaction answers. Any thread.

use {
    crate::{
        accounts::{self, EncodingOptions},
        chain::Chain,
        codec,
        error::{Error, Result},
        meta,
        transaction::Transaction,
    },
    serde::{Deserialize, Serialize},
    solana_account::AccountSharedData,
    solana_account_decoder::{UiAccount, UiAccountEncoding},
    solana_hash::Hash,
    solana_message::VersionedMessage,
    solana_pubkey::Pubkey,
    solana_runtime::bank::{Bank, TransactionSimulationResult},
    solana_runtime_transaction::runtime_transaction::RuntimeTransaction,
    solana_svm::transaction_balances::SvmTokenInfo,
    solana_transaction::{TransactionVerificationMode, sanitized::SanitizedTransaction},
    solana_transaction_error::TransactionError,
    solana_transaction_status::{
        UiInnerInstructions, UiLoadedAddresses, UiTransactionReturnData, map_inner_instructions, parse_ui_inner_instructions,
    },
    solana_transaction_status_client_types::{UiTransactionError, UiTransactionTokenBalance},
};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    sig_verify: bool,
    replace_recent_blockhash: bool,
    inner_instructions: bool,
    accounts: Option<AccountsWanted>,
    answers: Answers,
}

/// Whom the answer is for. Agave's RPC refuses what does not sanitize before it simulates; its preflight leaves out balances.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Answers {
    #[default]
    Ourselves,
    SimulateTransaction,
    SendTransaction,
}

#[derive(Deserialize)]
struct AccountsWanted {
    addresses: Vec<String>,
    encoding: Option<UiAccountEncoding>,
}

/// Field for field what Agave 4.2 answers; unused ones are null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    err: Option<UiTransactionError>,
    logs: Vec<String>,
    accounts: Option<Vec<Option<UiAccount>>>,
    units_consumed: u64,
    loaded_accounts_data_size: u32,
    return_data: Option<UiTransactionReturnData>,
    inner_instructions: Option<Vec<UiInnerInstructions>>,
    replacement_blockhash: Option<ReplacementBlockhash>,
    fee: Option<u64>,
    pre_balances: Option<Vec<u64>>,
    post_balances: Option<Vec<u64>>,
    pre_token_balances: Option<Vec<UiTransactionTokenBalance>>,
    post_token_balances: Option<Vec<UiTransactionTokenBalance>>,
    loaded_addresses: Option<UiLoadedAddresses>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplacementBlockhash {
    blockhash: String,
    last_valid_block_height: u64,
}

impl Chain {
    pub fn simulate(&self, slot: u64, transaction: &Transaction, options_json: &[u8]) -> Result<Vec<u8>> {
        let options: Options = codec::options(options_json, "simulation options")?;
        if options.sig_verify && options.replace_recent_blockhash {
            return Err(Error::invalid("sigVerify may not be used with replaceRecentBlockhash"));
        }
        self.read_at(slot, |bank| run(bank, transaction, options))
    }
}

fn run(bank: &Bank, transaction: &Transaction, options: Options) -> Result<Vec<u8>> {
    let mut versioned = transaction.versioned().clone();
    let replacement = options.replace_recent_blockhash.then(|| replace_blockhash(bank, &mut versioned.message));
    let forged = options.sig_verify && versioned.verify_and_hash_message().is_err();
    let sanitized = bank.verify_transaction(versioned, TransactionVerificationMode::HashOnly);
    if let (Err(error), true) = (&sanitized, options.answers != Answers::Ourselves) {
        return Err(Error::invalid(format!("invalid transaction: {error}")));
    }
    let result = match &sanitized {
        Ok(_) if forged => TransactionSimulationResult::new_error(TransactionError::SignatureFailure),
        Ok(sanitized) => bank.simulate_transaction_unchecked(sanitized, options.inner_instructions),
        Err(error) => TransactionSimulationResult::new_error(error.clone()),
    };
    let key_count = match &sanitized {
        Ok(sanitized) => sanitized.message().account_keys().len(),
        Err(_) => transaction.versioned().message.static_account_keys().len(),
    };
    let accounts = options.accounts.map(|wanted| encode_accounts(bank, &wanted, key_count, &result)).transpose()?;
    let mut answer = answer(result, sanitized.ok().as_ref(), accounts, replacement);
    if options.answers == Answers::SendTransaction {
        (answer.pre_balances, answer.post_balances) = (None, None);
        (answer.pre_token_balances, answer.post_token_balances) = (None, None);
        answer.loaded_addresses = None;
    }
    codec::to_json(&answer)
}

fn replace_blockhash(bank: &Bank, message: &mut VersionedMessage) -> ReplacementBlockhash {
    let blockhash: Hash = bank.last_blockhash();
    message.set_recent_blockhash(blockhash);
    ReplacementBlockhash {
        blockhash: blockhash.to_string(),
        last_valid_block_height: bank.get_blockhash_last_valid_block_height(&blockhash).unwrap_or_default(),
    }
}

/// In the order asked for, as they are afterwards, also those that the transaction did not touch; one null each on failure.
fn encode_accounts(
    bank: &Bank,
    wanted: &AccountsWanted,
    key_count: usize,
    result: &TransactionSimulationResult,
) -> Result<Vec<Option<UiAccount>>> {
    let encoding = wanted.encoding.unwrap_or(UiAccountEncoding::Base64);
    if matches!(encoding, UiAccountEncoding::Binary | UiAccountEncoding::Base58) {
        return Err(Error::invalid("base58 encoding not supported"));
    }
    if wanted.addresses.len() > key_count {
        return Err(Error::invalid(format!("Too many accounts provided; max {key_count}")));
    }
    let addresses = wanted.addresses.iter().map(|text| codec::parse_pubkey(text)).collect::<Result<Vec<Pubkey>>>()?;
    if result.result.is_err() {
        return Ok(addresses.iter().map(|_| None).collect());
    }
    let options = EncodingOptions { encoding: Some(encoding), data_slice: None };
    let after = |key: &Pubkey| -> Option<AccountSharedData> {
        let simulated = result.post_simulation_accounts.iter().find(|(changed, _)| changed == key);
        simulated.map(|(_, account)| account.clone()).or_else(|| bank.get_account(key))
    };
    addresses.iter().map(|key| after(key).map(|account| accounts::encode(bank, key, &account, &options)).transpose()).collect()
}

fn answer(
    result: TransactionSimulationResult,
    transaction: Option<&RuntimeTransaction<SanitizedTransaction>>,
    accounts: Option<Vec<Option<UiAccount>>>,
    replacement_blockhash: Option<ReplacementBlockhash>,
) -> Answer {
    let inner_instructions = result.inner_instructions.zip(transaction).map(|(list, transaction)| {
        let keys = transaction.message().account_keys();
        map_inner_instructions(list).map(|group| parse_ui_inner_instructions(group, &keys)).collect()
    });
    let tokens = |list: Vec<SvmTokenInfo>| list.into_iter().map(|info| meta::token_balance(info).into()).collect();
    Answer {
        err: result.result.err().map(|error: TransactionError| error.into()),
        logs: result.logs,
        accounts,
        units_consumed: result.units_consumed,
        loaded_accounts_data_size: result.loaded_accounts_data_size,
        return_data: result.return_data.map(Into::into),
        inner_instructions,
        replacement_blockhash,
        fee: result.fee,
        pre_balances: result.pre_balances,
        post_balances: result.post_balances,
        pre_token_balances: result.pre_token_balances.map(tokens),
        post_token_balances: result.post_token_balances.map(tokens),
        loaded_addresses: transaction.map(|transaction| UiLoadedAddresses::from(&transaction.get_loaded_addresses())),
    }
}
