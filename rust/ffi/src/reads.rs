//! Exports: reads as of a slot. Any thread.

use {
    crate::{
        abi::{ZbAccount, ZbAccountVisitor, ZbBankInfo, ZbBuf, ZbChain, ZbSlice, ZbStatus},
        guard,
        pointer::{handle, hash, pubkey},
    },
    solana_account::ReadableAccount,
    std::ffi::c_void,
    zestron_bank::{error::Error, rewards},
};

/// # Safety
/// `chain` is open, `info` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_bank(chain: *const ZbChain, slot: u64, info: *mut ZbBankInfo, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(info, err, || Ok(handle(chain, "chain")?.info(slot)?.into())) }
}

/// # Safety
/// `chain` is open, `newest` and `root` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_bounds(chain: *const ZbChain, newest: *mut u64, root: *mut u64) {
    // SAFETY: the caller's promise.
    guard::plain((), || unsafe { (*newest, *root) = (*chain).bounds() });
}

/// # Safety
/// `chain` is open, `blockhash` has 32 bytes, `last_valid_block_height` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_blockhash(
    chain: *const ZbChain,
    slot: u64,
    blockhash: *const u8,
    last_valid_block_height: *mut u64,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(last_valid_block_height, err, || handle(chain, "chain")?.blockhash(slot, &hash(blockhash)?)) }
}

/// # Safety
/// `chain` is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_rent_exempt(chain: *const ZbChain, data_len: u64) -> u64 {
    // SAFETY: the caller's promise.
    guard::plain(u64::MAX, || unsafe { &*chain }.rent_exempt(data_len as usize))
}

/// # Safety
/// `chain` is open, `pubkey_` has 32 bytes, `account` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_account_get(
    chain: *const ZbChain,
    slot: u64,
    pubkey_: *const u8,
    account: *mut ZbAccount,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(account, err, || {
            let found = handle(chain, "chain")?.account(slot, &pubkey(pubkey_)?)?;
            Ok(ZbAccount {
                lamports: found.lamports(),
                rent_epoch: found.rent_epoch(),
                owner: found.owner().to_bytes(),
                executable: found.executable(),
                data: ZbBuf::of(found.data().to_vec()),
            })
        })
    }
}

/// # Safety
/// `chain` is open, `pubkey_` has 32 bytes, `options_json` is readable, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_account_json(
    chain: *const ZbChain,
    slot: u64,
    pubkey_: *const u8,
    options_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(json, err, || {
            let answer = handle(chain, "chain")?.account_json(slot, &pubkey(pubkey_)?, options_json.bytes()?)?;
            Ok(ZbBuf::of(answer))
        })
    }
}

/// # Safety
/// `chain` is open, `program` has 32 bytes, `options_json` is readable, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_program_accounts_json(
    chain: *const ZbChain,
    slot: u64,
    program: *const u8,
    options_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(json, err, || {
            let answer = handle(chain, "chain")?.program_accounts_json(slot, &pubkey(program)?, options_json.bytes()?)?;
            Ok(ZbBuf::of(answer))
        })
    }
}

/// # Safety
/// `chain` is open, `key` has 32 bytes, the slices are readable, `json` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_token_accounts_json(
    chain: *const ZbChain,
    slot: u64,
    key: *const u8,
    kind: ZbSlice,
    filter_json: ZbSlice,
    options_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(json, err, || {
            let (kind, filter, options) = (kind.text("kind")?, filter_json.bytes()?, options_json.bytes()?);
            let answer = handle(chain, "chain")?.token_accounts_json(slot, &pubkey(key)?, kind, filter, options)?;
            Ok(ZbBuf::of(answer))
        })
    }
}

/// # Safety
/// `chain` is open, `visit` follows the header; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_changed_accounts(
    chain: *const ZbChain,
    slot: u64,
    visit: Option<ZbAccountVisitor>,
    context: *mut c_void,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise; what the visitor gets lives until it returns.
    unsafe {
        guard::act(err, || {
            let visit = visit.ok_or_else(|| Error::invalid("the visitor is null"))?;
            for (key, account) in handle(chain, "chain")?.changed_accounts(slot)? {
                let (key, owner) = (key.to_bytes(), account.owner().to_bytes());
                if !visit(context, key.as_ptr(), account.lamports(), owner.as_ptr(), ZbSlice::of(account.data())) {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// # Safety
/// `chain` is open, `query_json` is readable, `json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_query(
    chain: *const ZbChain,
    slot: u64,
    query_json: ZbSlice,
    json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || Ok(ZbBuf::of(handle(chain, "chain")?.query(slot, query_json.bytes()?)?))) }
}

/// # Safety
/// `chain` is open, `json` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_rewards(chain: *const ZbChain, slot: u64, json: *mut ZbBuf, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || Ok(ZbBuf::of(handle(chain, "chain")?.rewards_json(slot)?))) }
}

/// # Safety
/// `parent_blockhash` and `address` have 32 bytes, `partition` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_reward_partition(
    parent_blockhash: *const u8,
    partitions: u64,
    address: *const u8,
    partition: *mut u64,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(partition, err, || {
            Ok(rewards::partition(&hash(parent_blockhash)?, partitions as usize, &pubkey(address)?) as u64)
        })
    }
}
