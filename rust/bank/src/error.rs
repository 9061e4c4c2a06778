//! What every function of this crate fails with: a stable code (the ABI's `zb_status`) and one line for people.

use std::fmt;

/// Numbers are those of `zb_status` and never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Code {
    Panic = 1,
    Invalid = 2,
    NoSuchSlot = 3,
    NotFound = 4,
    Io = 5,
    Signature = 6,
    Mismatch = 7,
    ScanAborted = 8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub code: Code,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        // One line by contract: callers print it after a prefix and clients see it.
        let message = message.into().replace(['\n', '\r'], " ");
        Self { code, message }
    }
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }
    pub fn scan_aborted(message: impl fmt::Display) -> Self {
        Self::new(Code::ScanAborted, message.to_string())
    }
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }
    pub fn io(what: impl fmt::Display, error: impl fmt::Display) -> Self {
        Self::new(Code::Io, format!("{what}: {error}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
