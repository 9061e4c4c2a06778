//! The C ABI of `include/zestron_bank.h` and `include/zestron_onnx.h`. The only crate that exports symbols: two Rust static libraries cannot be linked into
//! one binary, so whatever else C++ will get from Rust comes through here too.
//!
//! The header is the contract; the `# Safety` sections here only name what it asks of the caller's pointers.

mod abi;
mod chain;
mod genesis;
mod guard;
mod onnx;
mod pointer;
mod reads;
mod transactions;

use abi::{ABI_VERSION, ZbBuf, ZbStatus};

#[unsafe(no_mangle)]
pub extern "C" fn zb_abi_version() -> u32 {
    ABI_VERSION
}

/// # Safety
/// `json` is writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_version(json: *mut ZbBuf, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::call(json, err, || zestron_bank::version::json(ABI_VERSION).map(ZbBuf::of)) }
}

/// # Safety
/// `buf` is null or points to a buffer that is zeroed or came from this library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zb_buf_free(buf: *mut ZbBuf) {
    guard::plain((), || {
        // SAFETY: the caller's promise.
        if let Some(buf) = unsafe { buf.as_mut() } {
            unsafe { buf.free() };
        }
    });
}
