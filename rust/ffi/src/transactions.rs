//! Exports: decoding, executing, simulating transactions, and what is told of them afterwards.

use {
    crate::{
        abi::{ZbBuf, ZbChain, ZbResults, ZbSlice, ZbStatus, ZbTx, ZbTxResult},
        guard,
        pointer::handle,
    },
    std::{ptr, slice},
    zestron_bank::{
        chain::Chain,
        error::{Error, Result},
        execute::TransactionResult,
        meta,
        transaction::Transaction,
        transaction_json,
    },
};

/// # Safety
/// `wire` is readable, `tx` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_tx_new(wire: ZbSlice, verify_signatures: bool, tx: *mut *mut ZbTx, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(tx, err, || Ok(Box::into_raw(Box::new(Transaction::decode(wire.bytes()?, verify_signatures)?)))) }
}

/// # Safety
/// `tx` is null or came from `zb_tx_new`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_tx_free(tx: *mut ZbTx) {
    if !tx.is_null() {
        // SAFETY: made by Box::into_raw, given up by the caller.
        guard::plain((), || drop(unsafe { Box::from_raw(tx) }));
    }
}

/// # Safety
/// `tx` is alive, `signature` takes 64 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_tx_signature(tx: *const ZbTx, signature: *mut u8) {
    // SAFETY: the caller's promise.
    guard::plain((), || unsafe { ptr::copy_nonoverlapping((*tx).signature().as_ref().as_ptr(), signature, 64) });
}

/// # Safety
/// `tx` is alive, `blockhash` takes 32 bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_tx_blockhash(tx: *const ZbTx, blockhash: *mut u8) {
    // SAFETY: the caller's promise.
    guard::plain((), || unsafe { ptr::copy_nonoverlapping((*tx).blockhash().as_ref().as_ptr(), blockhash, 32) });
}

/// # Safety
/// `tx` is alive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_tx_wire(tx: *const ZbTx) -> ZbSlice {
    // SAFETY: the caller's promise.
    guard::plain(ZbSlice::of(&[]), || ZbSlice::of(unsafe { &*tx }.wire()))
}

/// # Safety
/// `chain` is open, `txs` points to `count` live transactions, `results` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_execute(
    chain: *mut ZbChain,
    txs: *const *const ZbTx,
    count: usize,
    results: *mut *mut ZbResults,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { execute_by(Chain::execute, chain, txs, count, results, err) }
}

/// # Safety
/// As for `zb_execute`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_execute_within_limits(
    chain: *mut ZbChain,
    txs: *const *const ZbTx,
    count: usize,
    results: *mut *mut ZbResults,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { execute_by(Chain::execute_within_limits, chain, txs, count, results, err) }
}

/// # Safety
/// As for `zb_execute`.
unsafe fn execute_by(
    run: fn(&Chain, &[&Transaction]) -> Result<Vec<TransactionResult>>,
    chain: *mut ZbChain,
    txs: *const *const ZbTx,
    count: usize,
    results: *mut *mut ZbResults,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(results, err, || {
            let transactions = all(txs, count)?;
            let records = run(handle(chain, "chain")?, &transactions)?;
            Ok(Box::into_raw(Box::new(ZbResults::of(records))))
        })
    }
}

/// # Safety
/// `txs` points to `count` pointers, each null or alive.
unsafe fn all<'a>(txs: *const *const ZbTx, count: usize) -> Result<Vec<&'a Transaction>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if txs.is_null() {
        return Err(Error::invalid("the array of transactions is null"));
    }
    // SAFETY: the caller's promise; null and empty were dealt with.
    unsafe { slice::from_raw_parts(txs, count).iter().map(|tx| handle(*tx, "transaction")).collect() }
}

/// # Safety
/// `results` is null or alive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_results_count(results: *const ZbResults) -> usize {
    // SAFETY: the caller's promise.
    guard::plain(0, || unsafe { results.as_ref() }.map_or(0, |results| results.views().len()))
}

/// # Safety
/// `results` is null or alive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_results_at(results: *const ZbResults, index: usize) -> *const ZbTxResult {
    guard::plain(ptr::null(), || {
        // SAFETY: the caller's promise.
        unsafe { results.as_ref() }.and_then(|results| results.views().get(index)).map_or(ptr::null(), ptr::from_ref)
    })
}

/// # Safety
/// `results` is null or came from `zb_execute`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_results_free(results: *mut ZbResults) {
    if !results.is_null() {
        // SAFETY: made by Box::into_raw, given up by the caller.
        guard::plain((), || drop(unsafe { Box::from_raw(results) }));
    }
}

/// # Safety
/// `chain` is open, `tx` alive, `options_json` readable, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_simulate(
    chain: *const ZbChain,
    slot: u64,
    tx: *const ZbTx,
    options_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(json, err, || {
            let answer = handle(chain, "chain")?.simulate(slot, handle(tx, "transaction")?, options_json.bytes()?)?;
            Ok(ZbBuf::of(answer))
        })
    }
}

/// # Safety
/// `chain` is open, `tx` alive, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_trace(
    chain: *const ZbChain,
    slot: u64,
    tx: *const ZbTx,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || handle(chain, "chain")?.trace(slot, handle(tx, "transaction")?).map(ZbBuf::of)) }
}

/// # Safety
/// `meta` is readable, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_meta_logs(meta: ZbSlice, json: *mut ZbBuf, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || meta::logs_json(meta.bytes()?).map(ZbBuf::of)) }
}

/// # Safety
/// The slices are readable, `json` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_transaction_json(
    wire: ZbSlice,
    meta: ZbSlice,
    slot: u64,
    options_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(json, err, || {
            let answer = transaction_json::transaction_json(wire.bytes()?, meta.bytes()?, slot, options_json.bytes()?)?;
            Ok(ZbBuf::of(answer))
        })
    }
}

/// # Safety
/// The slices are readable, `json` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_transaction_memo(wire: ZbSlice, meta: ZbSlice, json: *mut ZbBuf, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || transaction_json::memo_json(wire.bytes()?, meta.bytes()?).map(ZbBuf::of)) }
}

/// # Safety
/// `chain` is open, `message` readable, `fee` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_message_fee(
    chain: *const ZbChain,
    slot: u64,
    message: ZbSlice,
    fee: *mut u64,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(fee, err, || handle(chain, "chain")?.message_fee(slot, message.bytes()?)) }
}
