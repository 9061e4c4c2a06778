//! Executed transactions as the RPC shows them, from wire bytes and meta alone. Any thread, no chain.

use {
    crate::{
        codec,
        error::{Error, Result},
        meta, transaction,
    },
    serde::Deserialize,
    solana_transaction_status::{
        BlockEncodingOptions, ConfirmedBlock, EncodeError, EncodedConfirmedTransactionWithStatusMeta,
        EncodedTransactionWithStatusMeta, TransactionDetails, TransactionWithStatusMeta, UiTransactionEncoding,
        VersionedTransactionWithStatusMeta, extract_and_fmt_memos,
    },
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    #[serde(default = "json")]
    encoding: UiTransactionEncoding,
    #[serde(default)]
    max_supported_transaction_version: Option<u8>,
    #[serde(default)]
    block_time: Option<i64>,
    #[serde(default)]
    transaction_index: Option<u32>,
    #[serde(default = "full")]
    transaction_details: TransactionDetails,
}

fn json() -> UiTransactionEncoding {
    UiTransactionEncoding::Json
}
fn full() -> TransactionDetails {
    TransactionDetails::Full
}

/// What getTransaction answers; with `transactionDetails: "accounts"` the shorter form that getBlock knows.
pub fn transaction_json(wire: &[u8], meta_bytes: &[u8], slot: u64, options_json: &[u8]) -> Result<Vec<u8>> {
    let options: Options = codec::options(options_json, "transaction options")?;
    let transaction = with_meta(wire, meta_bytes)?;
    let encoded = match options.transaction_details {
        TransactionDetails::Full => transaction.encode(options.encoding, options.max_supported_transaction_version, true),
        TransactionDetails::Accounts => accounts_only(transaction, &options),
        _ => return Err(Error::invalid("transactionDetails: \"full\" or \"accounts\"")),
    }
    .map_err(|EncodeError::UnsupportedTransactionVersion(version)| unsupported(version))?;
    codec::to_json(&EncodedConfirmedTransactionWithStatusMeta {
        slot,
        transaction: encoded,
        block_time: options.block_time,
        transaction_index: options.transaction_index,
    })
}

/// The memos of a transaction as getSignaturesForAddress shows them (a JSON string, `[length] text`, joined by `; `), or `null`.
pub fn memo_json(wire: &[u8], meta_bytes: &[u8]) -> Result<Vec<u8>> {
    codec::to_json(&extract_and_fmt_memos(&with_meta(wire, meta_bytes)?))
}

fn with_meta(wire: &[u8], meta_bytes: &[u8]) -> Result<VersionedTransactionWithStatusMeta> {
    Ok(VersionedTransactionWithStatusMeta { transaction: transaction::decode(wire)?, meta: meta::decode(meta_bytes)? })
}

/// Agave offers this form for blocks only, so it is asked for a block of one.
fn accounts_only(
    transaction: VersionedTransactionWithStatusMeta,
    options: &Options,
) -> std::result::Result<EncodedTransactionWithStatusMeta, EncodeError> {
    let block = ConfirmedBlock {
        previous_blockhash: String::new(),
        blockhash: String::new(),
        parent_slot: 0,
        transactions: vec![TransactionWithStatusMeta::Complete(transaction)],
        rewards: Vec::new(),
        num_partitions: None,
        block_time: None,
        block_height: None,
    };
    let block = block.encode_with_options(
        options.encoding,
        BlockEncodingOptions {
            transaction_details: TransactionDetails::Accounts,
            show_rewards: true,
            max_supported_transaction_version: options.max_supported_transaction_version,
        },
    )?;
    Ok(block.transactions.and_then(|mut list| list.pop()).expect("one transaction in, one out"))
}

/// The text of RPC error -32015.
fn unsupported(version: u8) -> Error {
    Error::invalid(format!(
        "Transaction version ({version}) is not supported by the requesting client. Please try the request again with the \
         following configuration parameter: \"maxSupportedTransactionVersion\": {version}"
    ))
}
