//! Pointers from C to what the bank's functions take; null is an error, never a crash.

use {
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    zestron_bank::error::{Error, Result},
};

/// # Safety
/// Null, or valid while the result lives.
pub unsafe fn handle<'a, T>(pointer: *const T, what: &str) -> Result<&'a T> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| Error::invalid(format!("the {what} is null")))
}

/// # Safety
/// Null, or 32 readable bytes.
pub unsafe fn bytes32(pointer: *const u8, what: &str) -> Result<[u8; 32]> {
    // SAFETY: the caller's promise; bytes have no alignment.
    unsafe { pointer.cast::<[u8; 32]>().as_ref() }.copied().ok_or_else(|| Error::invalid(format!("the {what} is null")))
}

/// # Safety
/// Null, or 32 readable bytes.
pub unsafe fn pubkey(pointer: *const u8) -> Result<Pubkey> {
    // SAFETY: the caller's promise.
    unsafe { bytes32(pointer, "public key") }.map(Pubkey::from)
}

/// # Safety
/// Null, or 32 readable bytes.
pub unsafe fn hash(pointer: *const u8) -> Result<Hash> {
    // SAFETY: the caller's promise.
    unsafe { bytes32(pointer, "hash") }.map(Hash::new_from_array)
}
