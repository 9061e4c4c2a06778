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

/// Runs `body`; on success writes its value to `*out`.
///
/// # Safety
/// `out` is writable; `err` is null or writable.
pub unsafe fn call<T>(out: *mut T, err: *mut ZbBuf, body: impl FnOnce() -> Result<T>) -> ZbStatus {
    let checked = || {
        if out.is_null() {
            return Err(Error::invalid("the output pointer is null"));
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

/// Runs `body`, which has nothing to give back.
///
/// # Safety
/// `err` is null or writable.
pub unsafe fn act(err: *mut ZbBuf, body: impl FnOnce() -> Result<()>) -> ZbStatus {
    match run(body) {
        Ok(()) => ZB_OK,
        // SAFETY: the caller's promise.
        Err(error) => unsafe { report(error, err) },
    }
}

/// For functions whose answer has no room for an error: after a panic, `fallback`.
pub fn plain<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    run(|| Ok(body())).unwrap_or(fallback)
}

fn run<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    // A handle that a panic left half changed is not used again by contract, and its locks are poisoned.
    catch_unwind(AssertUnwindSafe(body))
        .unwrap_or_else(|panic| Err(Error::new(Code::Panic, format!("internal panic: {}", text_of(&*panic)))))
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// # Safety
/// `err` is null or writable.
unsafe fn report(error: Error, err: *mut ZbBuf) -> ZbStatus {
    if !err.is_null() {
        // SAFETY: not null, writable by the caller's promise.
        unsafe { err.write(ZbBuf::of(error.message.into_bytes())) };
    }
    error.code as ZbStatus
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
