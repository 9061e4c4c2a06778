//! The tensors that a model must take and give, and how they are held against those it has.

use {
    crate::error::{Code, Error, Result},
    ort::value::{Outlet, TensorElementType, ValueType},
};

pub const TENSORS_MAX: usize = 8;
/// In one row of one tensor.
pub const VALUES_MAX: usize = 65_536;

/// Floats of one name; a first dimension, for rows, stands before `dims` and is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    pub name: String,
    pub dims: Vec<u32>,
}

impl Tensor {
    /// In one row. The tensor has passed `check_expected`.
    pub fn values(&self) -> usize {
        self.dims.iter().map(|&dim| dim as usize).product()
    }

    fn text(&self) -> String {
        let dims: String = self.dims.iter().map(|dim| format!(", {dim}")).collect();
        format!("{} f32 [rows{dims}]", self.name)
    }
}

/// Bounds of what a caller may ask for.
pub fn check_expected(tensors: &[Tensor], what: &str) -> Result<()> {
    if tensors.is_empty() || tensors.len() > TENSORS_MAX {
        return Err(Error::new(Code::Invalid, format!("{} {what}; expected 1 to {TENSORS_MAX}", tensors.len())));
    }
    for tensor in tensors {
        let mut values = 1usize;
        for &dim in &tensor.dims {
            values = values.saturating_mul(dim as usize);
        }
        if values == 0 || values > VALUES_MAX {
            let text = format!("{} has {values} values a row; expected 1 to {VALUES_MAX}", tensor.text());
            return Err(Error::new(if values == 0 { Code::Invalid } else { Code::TooLarge }, text));
        }
    }
    Ok(())
}

/// The model's tensors are the expected ones: names, order, type and every dimension but the first, which must be free.
pub fn check_found(found: &[Outlet], expected: &[Tensor], code: Code) -> Result<()> {
    let same = found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| fits(found, expected));
    if same {
        return Ok(());
    }
    let verb = if code == Code::Inputs { "takes" } else { "gives" };
    let have: Vec<_> = found.iter().map(describe).collect();
    let want: Vec<_> = expected.iter().map(Tensor::text).collect();
    Err(Error::new(code, format!("the model {verb} {}; expected {}", have.join("; "), want.join("; "))))
}

fn fits(found: &Outlet, expected: &Tensor) -> bool {
    let ValueType::Tensor { ty: TensorElementType::Float32, shape, .. } = found.dtype() else { return false };
    found.name() == expected.name
        && shape.len() == expected.dims.len() + 1
        && shape[0] == -1
        && shape[1..].iter().zip(&expected.dims).all(|(&have, &want)| have == i64::from(want))
}

fn describe(found: &Outlet) -> String {
    let ValueType::Tensor { ty, shape, .. } = found.dtype() else { return format!("{} (no tensor)", found.name()) };
    let dims: Vec<_> = shape.iter().map(|&dim| if dim < 0 { "free".to_owned() } else { dim.to_string() }).collect();
    format!("{} {} [{}]", found.name(), ty.to_string().to_lowercase(), dims.join(", "))
}
