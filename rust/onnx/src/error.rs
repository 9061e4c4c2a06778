//! What every function of this crate fails with: a stable code (the ABI's `zo_status`) and one line for people.

/// Numbers are those of `zo_status` and never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Code {
    Panic = 1,
    Invalid = 2,
    NoRuntime = 3,
    TooLarge = 4,
    NotAModel = 5,
    ExternalData = 6,
    Operator = 7,
    Inputs = 8,
    Outputs = 9,
    Run = 10,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub code: Code,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        // One line by contract: callers print it after a prefix.
        Self { code, message: message.into().replace(['\n', '\r'], " ") }
    }
}
