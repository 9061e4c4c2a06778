//! The wall that every exported function stands behind: a panic becomes ZB_PANIC, an error becomes a status and a line, outputs
//! are written on success only.

use {
    crate::abi::{ZB_OK, ZbBuf, ZbStatus},
    std::{
        any::Any,
        panic::{AssertUnwindSafe, catch_unwind},
    },
    zestron_bank::error::{Code, Error, Result},
};

/// What a crate behind this one fails with: a status of its header and a line.
pub trait Failure: Sized {
    fn panic(message: String) -> Self;
    fn invalid(message: String) -> Self;
    fn into_parts(self) -> (ZbStatus, String);
}

impl Failure for Error {
    fn panic(message: String) -> Self {
        Self::new(Code::Panic, message)
    }
    fn invalid(message: String) -> Self {
        Self::new(Code::Invalid, message)
    }
    fn into_parts(self) -> (ZbStatus, String) {
        (self.code as ZbStatus, self.message)
    }
}

/// `call_or` with the bank's errors.
///
/// # Safety
/// `out` is writable; `err` is null or writable.
pub unsafe fn call<T>(out: *mut T, err: *mut ZbBuf, body: impl FnOnce() -> Result<T>) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { call_or(out, err, body) }
}

/// Runs `body`; on success writes its value to `*out`.
///
/// # Safety
/// `out` is writable; `err` is null or writable.
pub unsafe fn call_or<T, E: Failure>(out: *mut T, err: *mut ZbBuf, body: impl FnOnce() -> std::result::Result<T, E>) -> ZbStatus {
    let checked = || {
        if out.is_null() {
            return Err(E::invalid("the output pointer is null".to_owned()));
        }
        body()
    };
    match run(checked) {
        Ok(value) => {
            // SAFETY: not null (checked), writable by the caller's promise; `write` does not drop what was there.
            unsafe { out.write(value) };
            ZB_OK
        }
        // SAFETY: the caller's promise.
        Err(error) => unsafe { report(error, err) },
    }
}

/// `act_or` with the bank's errors.
///
/// # Safety
/// `err` is null or writable.
pub unsafe fn act(err: *mut ZbBuf, body: impl FnOnce() -> Result<()>) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { act_or(err, body) }
}

/// Runs `body`, which has nothing to give back.
///
/// # Safety
/// `err` is null or writable.
pub unsafe fn act_or<E: Failure>(err: *mut ZbBuf, body: impl FnOnce() -> std::result::Result<(), E>) -> ZbStatus {
    match run(body) {
        Ok(()) => ZB_OK,
        // SAFETY: the caller's promise.
        Err(error) => unsafe { report(error, err) },
    }
}

/// For functions whose answer has no room for an error: after a panic, `fallback`.
pub fn plain<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    run(|| Ok::<T, Error>(body())).unwrap_or(fallback)
}

fn run<T, E: Failure>(body: impl FnOnce() -> std::result::Result<T, E>) -> std::result::Result<T, E> {
    // A handle that a panic left half changed is not used again by contract, and its locks are poisoned.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(E::panic(format!("internal panic: {}", text_of(&*panic)))))
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// # Safety
/// `err` is null or writable.
unsafe fn report<E: Failure>(error: E, err: *mut ZbBuf) -> ZbStatus {
    let (status, message) = error.into_parts();
    if !err.is_null() {
        // SAFETY: not null, writable by the caller's promise.
        unsafe { err.write(ZbBuf::of(message.into_bytes())) };
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: ZbBuf = ZbBuf { data: std::ptr::null_mut(), len: 0, cap: 0 };

    fn text(buf: &ZbBuf) -> &str {
        // SAFETY: written by `report` from a String.
        std::str::from_utf8(unsafe { std::slice::from_raw_parts(buf.data, buf.len) }).unwrap()
    }

    #[test]
    fn a_panic_becomes_a_status_and_a_line() {
        let (mut out, mut err) = (7u64, EMPTY);
        // SAFETY: both are locals.
        let status = unsafe { call(&mut out, &mut err, || panic!("wrong\nbeyond repair: {}", 1)) };
        assert_eq!((status, out), (Code::Panic as u32, 7));
        assert_eq!(text(&err), "internal panic: wrong beyond repair: 1");
        // SAFETY: from `report`.
        unsafe { err.free() };
        assert!(err.data.is_null());
    }

    #[test]
    fn an_error_leaves_the_output_untouched() {
        let (mut out, mut err) = (7u64, EMPTY);
        // SAFETY: both are locals.
        let status = unsafe { call(&mut out, &mut err, || Err(Error::not_found("nothing there"))) };
        assert_eq!((status, out, text(&err)), (Code::NotFound as u32, 7, "nothing there"));
        // SAFETY: from `report`.
        unsafe { err.free() };
    }

    #[test]
    fn null_outputs_are_refused_and_null_errors_skipped() {
        // SAFETY: null is what is tested.
        let status = unsafe { call::<u64>(std::ptr::null_mut(), std::ptr::null_mut(), || Ok(1)) };
        assert_eq!(status, Code::Invalid as u32);
    }
}
