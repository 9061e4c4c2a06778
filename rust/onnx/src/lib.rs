//! Trained models evaluated in this process by ONNX Runtime: floats of fixed shape in, floats out. One thread, no file and no
//! network: a model is its bytes, and what those may hold is listed in `file`.

pub mod error;
pub mod file;
pub mod model;
pub mod runtime;
pub mod shape;
