//! ONNX Runtime itself, loaded once a process.

use {
    crate::error::{Code, Error, Result},
    ort::environment::Environment,
    std::{
        path::{Path, PathBuf},
        sync::{Arc, Mutex},
    },
};

struct Loaded {
    library: PathBuf,
    environment: Environment,
}

static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);

/// Loads `library` unless a runtime is loaded; it stays for the life of the process, so another path is refused afterwards. One
/// that could not be loaded may be tried again.
pub fn load(library: &Path) -> Result<()> {
    let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    match &*loaded {
        Some(other) if other.library == library => return Ok(()),
        Some(other) => {
            let text = format!("ONNX Runtime was loaded from {}; it cannot be replaced", other.library.display());
            return Err(Error::new(Code::NoRuntime, text));
        }
        None => {}
    }
    let missing = |error: String| Error::new(Code::NoRuntime, format!("ONNX Runtime: {error}"));
    let environment = ort::init_from(library)
        .map_err(|error| missing(error.to_string()))?
        .with_name("zestron")
        .with_telemetry(false)
        // What it would print is in the errors that it returns.
        .with_logger(Arc::new(|_, _, _, _, _| {}))
        .build()
        .map_err(|error| missing(error.to_string()))?;
    *loaded = Some(Loaded { library: library.to_owned(), environment });
    Ok(())
}

pub(crate) fn environment() -> Result<Environment> {
    let loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    loaded.as_ref().map(|it| it.environment.clone()).ok_or_else(|| Error::new(Code::NoRuntime, "ONNX Runtime was not loaded"))
}
