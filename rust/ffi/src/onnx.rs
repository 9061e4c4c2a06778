//! Exports: models evaluated by ONNX Runtime, as `zestron_onnx.h` has them.

use {
    crate::{
        abi::{ZbBuf, ZbSlice, ZbStatus},
        guard::{self, Failure},
    },
    std::{path::Path, slice},
    zestron_onnx::{
        error::{Code, Error, Result},
        model::Model,
        runtime,
        shape::{TENSORS_MAX, Tensor},
    },
};

pub const ABI_VERSION: u32 = 1;
const RANK_MAX: usize = 8;

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

pub type ZoModel = Model;

#[repr(C)]
pub struct ZoTensor {
    name: ZbSlice,
    dims: *const u32,
    rank: usize,
}

fn invalid(message: impl Into<String>) -> Error {
    Failure::invalid(message.into())
}

/// # Safety
/// `items` is null, or `count` readable values while the result lives.
unsafe fn items<'a, T>(items: *const T, count: usize, count_max: usize, what: &str) -> Result<&'a [T]> {
    match count {
        0 => Ok(&[]),
        _ if count > count_max => Err(invalid(format!("{count} {what}; at most {count_max}"))),
        _ if items.is_null() => Err(invalid(format!("the {what} are null"))),
        // SAFETY: not null, and readable by the caller's promise.
        _ => Ok(unsafe { slice::from_raw_parts(items, count) }),
    }
}

/// # Safety
/// As the header has it for the tensors of `zo_model_load`.
unsafe fn tensors(tensors: *const ZoTensor, count: usize) -> Result<Vec<Tensor>> {
    // SAFETY: the caller's promise, here and below.
    let tensors = unsafe { items(tensors, count, TENSORS_MAX, "tensors") }?;
    tensors
        .iter()
        .map(|tensor| {
            let name = unsafe { tensor.name.text("a tensor's name") }.map_err(|error| invalid(error.message))?;
            let dims = unsafe { items(tensor.dims, tensor.rank, RANK_MAX, "dimensions") }?;
            Ok(Tensor { name: name.to_owned(), dims: dims.to_owned() })
        })
        .collect()
}

#[unsafe(no_mangle)]
pub extern "C" fn zo_abi_version() -> u32 {
    ABI_VERSION
}

/// # Safety
/// `path` is readable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zo_runtime_load(path: ZbSlice, err: *mut ZbBuf) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe { guard::act_or(err, || runtime::load(Path::new(path.text("the path").map_err(|error| invalid(error.message))?))) }
}

/// # Safety
/// `bytes` and the tensors are readable, `model` writable; `err` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zo_model_load(
    bytes: ZbSlice,
    inputs: *const ZoTensor,
    input_count: usize,
    outputs: *const ZoTensor,
    output_count: usize,
    model: *mut *mut ZoModel,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise.
    unsafe {
        guard::call_or(model, err, || {
            let bytes = bytes.bytes().map_err(|error| invalid(error.message))?;
            let loaded = Model::load(bytes, tensors(inputs, input_count)?, tensors(outputs, output_count)?)?;
            Ok::<_, Error>(Box::into_raw(Box::new(loaded)))
        })
    }
}

/// # Safety
/// `model` is alive and used by this thread alone; the pointers lead to as many floats as the header says; `err` is null or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zo_model_run(
    model: *mut ZoModel,
    rows: usize,
    inputs: *const *const f32,
    outputs: *const *mut f32,
    err: *mut ZbBuf,
) -> ZbStatus {
    // SAFETY: the caller's promise, for every pointer that is followed.
    unsafe {
        guard::act_or(err, || {
            let model = model.as_mut().ok_or_else(|| invalid("the model is null"))?;
            let beyond = || invalid(format!("{rows} rows are more than memory holds"));
            let mut taken = Vec::with_capacity(model.inputs().len());
            for (tensor, &data) in model.inputs().iter().zip(items(inputs, model.inputs().len(), TENSORS_MAX, "inputs")?) {
                taken.push(items(data, length(rows, tensor).ok_or_else(beyond)?, usize::MAX, "input values")?);
            }
            let mut given = Vec::with_capacity(model.outputs().len());
            for (tensor, &data) in model.outputs().iter().zip(items(outputs, model.outputs().len(), TENSORS_MAX, "outputs")?) {
                let length = length(rows, tensor).ok_or_else(beyond)?;
                if data.is_null() && length > 0 {
                    return Err(invalid("the output values are null"));
                }
                given.push(if length == 0 { &mut [][..] } else { slice::from_raw_parts_mut(data, length) });
            }
            model.run(rows, &taken, &mut given)
        })
    }
}

/// In floats; None beyond what a slice may have.
fn length(rows: usize, tensor: &Tensor) -> Option<usize> {
    rows.checked_mul(tensor.values()).filter(|&length| length <= isize::MAX as usize / size_of::<f32>())
}

/// # Safety
/// `model` is null or came from `zo_model_load`, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zo_model_free(model: *mut ZoModel) {
    if !model.is_null() {
        // SAFETY: made by Box::into_raw, given up by the caller.
        guard::plain((), || drop(unsafe { Box::from_raw(model) }));
    }
}
