//! A model that was loaded, and its evaluation.

use {
    crate::{
        error::{Code, Error, Result},
        file, runtime,
        shape::{self, Tensor},
    },
    ort::{
        logging::LogLevel,
        session::{Session, SessionInputValue, builder::GraphOptimizationLevel},
        value::TensorRef,
    },
};

/// Rows go through the runtime in blocks of this many, filled up with zeros. Its matrix kernels add in an order that depends on
/// how many rows there are, so with a free number of them an agent would decide otherwise alone than among others.
const BLOCK: usize = 16;

pub struct Model {
    session: Session,
    inputs: Vec<Tensor>,
    outputs: Vec<Tensor>,
    /// One block of each input.
    staged: Vec<Vec<f32>>,
}

impl Model {
    /// `runtime::load` has succeeded.
    pub fn load(bytes: &[u8], inputs: Vec<Tensor>, outputs: Vec<Tensor>) -> Result<Self> {
        shape::check_expected(&inputs, "inputs")?;
        shape::check_expected(&outputs, "outputs")?;
        file::check(bytes)?;
        let session =
            session_of(bytes).map_err(|error| Error::new(Code::NotAModel, format!("ONNX Runtime refuses the model: {error}")))?;
        shape::check_found(session.inputs(), &inputs, Code::Inputs)?;
        shape::check_found(session.outputs(), &outputs, Code::Outputs)?;
        let staged = inputs.iter().map(|tensor| vec![0.0; BLOCK * tensor.values()]).collect();
        Ok(Self { session, inputs, outputs, staged })
    }

    pub fn inputs(&self) -> &[Tensor] {
        &self.inputs
    }
    pub fn outputs(&self) -> &[Tensor] {
        &self.outputs
    }

    /// Of every tensor as many rows as `rows` says, one after the other.
    pub fn run(&mut self, rows: usize, inputs: &[&[f32]], outputs: &mut [&mut [f32]]) -> Result<()> {
        check_lengths(rows, &self.inputs, inputs.iter().map(|it| it.len()))?;
        check_lengths(rows, &self.outputs, outputs.iter().map(|it| it.len()))?;
        for first in (0..rows).step_by(BLOCK) {
            self.run_block(first, BLOCK.min(rows - first), inputs, outputs)?;
        }
        Ok(())
    }

    fn run_block(&mut self, first: usize, rows: usize, inputs: &[&[f32]], outputs: &mut [&mut [f32]]) -> Result<()> {
        for ((tensor, staged), input) in self.inputs.iter().zip(&mut self.staged).zip(inputs) {
            let width = tensor.values();
            let (used, rest) = staged.split_at_mut(rows * width);
            used.copy_from_slice(&input[first * width..][..rows * width]);
            rest.fill(0.0);
        }
        let failed = |error: ort::Error| Error::new(Code::Run, format!("ONNX Runtime: {error}"));
        let mut values: Vec<SessionInputValue> = Vec::with_capacity(self.inputs.len());
        for (tensor, staged) in self.inputs.iter().zip(&self.staged) {
            values.push(TensorRef::from_array_view((dims_of(tensor), staged.as_slice())).map_err(failed)?.into());
        }
        let answers = self.session.run(values.as_slice()).map_err(failed)?;
        for (index, (tensor, output)) in self.outputs.iter().zip(outputs).enumerate() {
            let width = tensor.values();
            let (_, answer) = answers[index].try_extract_tensor::<f32>().map_err(failed)?;
            // A reshape inside the model may turn rows into something else; only a run shows it.
            if answer.len() != BLOCK * width {
                let text = format!("{} has {} values for {BLOCK} rows; expected {}", tensor.name, answer.len(), BLOCK * width);
                return Err(Error::new(Code::Run, text));
            }
            output[first * width..][..rows * width].copy_from_slice(&answer[..rows * width]);
        }
        Ok(())
    }
}

fn dims_of(tensor: &Tensor) -> Vec<i64> {
    std::iter::once(BLOCK as i64).chain(tensor.dims.iter().map(|&dim| i64::from(dim))).collect()
}

fn check_lengths(rows: usize, tensors: &[Tensor], lengths: impl ExactSizeIterator<Item = usize>) -> Result<()> {
    let fits = lengths.len() == tensors.len()
        && tensors.iter().zip(lengths).all(|(tensor, length)| rows.checked_mul(tensor.values()) == Some(length));
    if fits { Ok(()) } else { Err(Error::new(Code::Run, format!("the arguments do not hold {rows} rows of each tensor"))) }
}

/// One thread, and only rewrites of the graph that are the same on every machine.
fn session_of(bytes: &[u8]) -> std::result::Result<Session, String> {
    let text = |error: ort::Error| error.to_string();
    let environment = runtime::environment().map_err(|error| error.message)?;
    let options = Session::builder(&environment).map_err(text)?;
    let mut options = options
        .with_intra_threads(1)
        .and_then(|it| it.with_inter_threads(1))
        .and_then(|it| it.with_parallel_execution(false))
        .and_then(|it| it.with_memory_pattern(false))
        .and_then(|it| it.with_deterministic_compute(true))
        .and_then(|it| it.with_optimization_level(GraphOptimizationLevel::Level1))
        .and_then(|it| it.with_log_level(LogLevel::Fatal))
        // Its own file format would pass by our look into the file.
        .and_then(|it| it.with_config_entry("session.load_model_format", "ONNX"))
        .map_err(|error| error.to_string())?;
    options.commit_from_memory(bytes).map_err(text)
}
