//! Exports: life of a chain, its slots, host writes, snapshots.

use {
    crate::{
        abi::{ZbBankInfo, ZbBuf, ZbChain, ZbSlice, ZbSnapshot, ZbStatus},
        guard,
        pointer::{handle, hash, pubkey},
    },
    std::path::Path,
    zestron_bank::{chain::Chain, error::Error, host_write::HostWrite},
};

/// # Safety
/// The slices are readable, `chain` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_chain_open(
    genesis: ZbSlice,
    options_json: ZbSlice,
    chain: *mut *mut ZbChain,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(chain, err, || Ok(Box::into_raw(Box::new(Chain::open(genesis.bytes()?, options_json.bytes()?)?)))) }
}

/// # Safety
/// `chain` is null or came from `zb_chain_open`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_chain_close(chain: *mut ZbChain) {
    if !chain.is_null() {
        // SAFETY: made by Box::into_raw, given up by the caller.
        guard::plain((), || drop(unsafe { Box::from_raw(chain) }));
    }
}

/// # Safety
/// `chain` is open, `snapshot` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_snapshot_collect(chain: *mut ZbChain, snapshot: *mut *mut ZbSnapshot, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(snapshot, err, || Ok(Box::into_raw(Box::new(handle(chain, "chain")?.collect_snapshot()?)))) }
}

/// # Safety
/// `snapshot` came from `zb_snapshot_collect` and is given up, `dir` is readable, `info_json` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_snapshot_write(
    snapshot: *mut ZbSnapshot,
    dir: ZbSlice,
    keep: u32,
    info_json: *mut ZbBuf,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(info_json, err, || {
            if snapshot.is_null() {
                return Err(Error::invalid("the snapshot is null"));
            }
            let snapshot = Box::from_raw(snapshot);
            let dir = Path::new(dir.text("the snapshot folder's name")?);
            Ok(ZbBuf::of(snapshot.write(dir, keep as usize)?.json()?))
        })
    }
}

/// # Safety
/// `snapshot` is null or came from `zb_snapshot_collect`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_snapshot_free(snapshot: *mut ZbSnapshot) {
    if !snapshot.is_null() {
        // SAFETY: made by Box::into_raw, given up by the caller.
        guard::plain((), || drop(unsafe { Box::from_raw(snapshot) }));
    }
}

/// # Safety
/// `chain` is open; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_slot_open(chain: *mut ZbChain, slot: u64, unix_timestamp: i64, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::act(err, || handle(chain, "chain")?.open_slot(slot, unix_timestamp)) }
}

/// # Safety
/// `chain` is open, `blockhash` has 32 bytes, `info` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_slot_seal(
    chain: *mut ZbChain,
    blockhash: *const u8,
    info: *mut ZbBankInfo,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(info, err, || Ok(handle(chain, "chain")?.seal_slot(&hash(blockhash)?)?.into())) }
}

/// # Safety
/// `chain` is open; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_root(chain: *mut ZbChain, slot: u64, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::act(err, || handle(chain, "chain")?.root_slot(slot)) }
}

/// # Safety
/// `chain` is open, `pubkey_` and `owner` have 32 bytes, `data` is readable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_account_set(
    chain: *mut ZbChain,
    pubkey_: *const u8,
    lamports: u64,
    owner: *const u8,
    data: ZbSlice,
    executable: bool,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::act(err, || {
            handle(chain, "chain")?.set_account(&HostWrite {
                pubkey: pubkey(pubkey_)?,
                lamports,
                owner: pubkey(owner)?,
                data: data.bytes()?,
                executable,
            })
        })
    }
}

/// # Safety
/// `chain` is open, `label` readable, `voted` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_vote(chain: *mut ZbChain, label: ZbSlice, voted: *mut bool, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(voted, err, || handle(chain, "chain")?.vote(label.text("the label")?)) }
}
