//! Exports: genesis block and its keys.

use {
    crate::{
        abi::{ZbBuf, ZbSlice, ZbStatus},
        guard,
    },
    zestron_bank::{error::Error, genesis, keys},
};

/// # Safety
/// `params_json` is readable, `genesis` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_genesis(params_json: ZbSlice, genesis: *mut ZbBuf, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(genesis, err, || genesis::from_json(params_json.bytes()?).map(ZbBuf::of)) }
}

/// # Safety
/// `label` and `role` are readable, `keypair` takes 64 bytes; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_genesis_key(label: ZbSlice, role: ZbSlice, keypair: *mut u8, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(keypair.cast::<[u8; 64]>(), err, || {
            Ok(keys::genesis_key(label.text("label")?, role.text("role")?)?.to_bytes())
        })
    }
}

/// # Safety
/// `genesis` is readable, `hash` takes 32 bytes; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_genesis_hash(genesis: ZbSlice, hash: *mut u8, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call(hash.cast::<[u8; 32]>(), err, || -> Result<_, Error> { Ok(genesis::hash(genesis.bytes()?)?.to_bytes()) })
    }
}
