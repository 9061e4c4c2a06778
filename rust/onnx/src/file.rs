//! What an ONNX file may hold, read before ONNX Runtime sees it: a closed list of operators without loops, inner graphs or other
//! files, so that a model is its bytes alone and one evaluation ends. Denied by default.
//!
//! An ONNX file is a protobuf message. Only the fields named below are looked into (onnx.proto3 of ONNX 1.16); of the rest it
//! must be well-formed. No recursion: the messages nest model → graph → node → attribute → tensor and no further.

use crate::error::{Code, Error, Result};

pub const BYTES_MAX: usize = 4 * 1024 * 1024;

/// Each gives at most what broadcasting its inputs against each other gives, and ends.
const OPERATORS: &[&str] = &[
    "Abs",
    "Add",
    "ArgMax",
    "Cast",
    "Clip",
    "Concat",
    "Constant",
    "Div",
    "Elu",
    "Erf",
    "Exp",
    "Flatten",
    "Gather",
    "Gemm",
    "HardSigmoid",
    "Identity",
    "LayerNormalization",
    "LeakyRelu",
    "Log",
    "MatMul",
    "Max",
    "Min",
    "Mul",
    "Neg",
    "Pow",
    "Reciprocal",
    "ReduceMax",
    "ReduceMean",
    "ReduceMin",
    "ReduceSum",
    "Relu",
    "Reshape",
    "Sigmoid",
    "Slice",
    "Softmax",
    "Softplus",
    "Split",
    "Sqrt",
    "Squeeze",
    "Sub",
    "Tanh",
    "Transpose",
    "Unsqueeze",
    "Where",
];

mod model {
    pub const GRAPH: u64 = 7;
    pub const TRAINING_INFO: u64 = 20;
    pub const FUNCTIONS: u64 = 25;
}
mod graph {
    pub const NODE: u64 = 1;
    pub const INITIALIZER: u64 = 5;
    pub const SPARSE_INITIALIZER: u64 = 15;
}
mod node {
    pub const OP_TYPE: u64 = 4;
    pub const ATTRIBUTE: u64 = 5;
    pub const DOMAIN: u64 = 7;
}
mod attribute {
    pub const TENSOR: u64 = 5;
    pub const GRAPH: u64 = 6;
    pub const TENSORS: u64 = 10;
    pub const GRAPHS: u64 = 11;
    pub const SPARSE_TENSOR: u64 = 22;
    pub const SPARSE_TENSORS: u64 = 23;
}
mod tensor {
    pub const EXTERNAL_DATA: u64 = 13;
    pub const DATA_LOCATION: u64 = 14;
}

pub fn check(bytes: &[u8]) -> Result<()> {
    if bytes.len() > BYTES_MAX {
        return Err(Error::new(Code::TooLarge, format!("the model has {} bytes; at most {BYTES_MAX} are read", bytes.len())));
    }
    let mut graphs = 0;
    for field in Fields(bytes) {
        let field = field?;
        match field.number {
            model::GRAPH => {
                graphs += 1;
                check_graph(field.bytes()?)?;
            }
            model::TRAINING_INFO | model::FUNCTIONS => return Err(refused("functions or training steps of its own")),
            _ => {}
        }
    }
    // Protobuf would merge two graphs into one.
    if graphs == 1 { Ok(()) } else { Err(malformed(&format!("{graphs} graphs"))) }
}

fn check_graph(bytes: &[u8]) -> Result<()> {
    for field in Fields(bytes) {
        let field = field?;
        match field.number {
            graph::NODE => check_node(field.bytes()?)?,
            graph::INITIALIZER => check_tensor(field.bytes()?)?,
            graph::SPARSE_INITIALIZER => return Err(refused("sparse tensors")),
            _ => {}
        }
    }
    Ok(())
}

fn check_node(bytes: &[u8]) -> Result<()> {
    let (mut operator, mut domain) = ("", "");
    for field in Fields(bytes) {
        let field = field?;
        match field.number {
            node::OP_TYPE => operator = field.text()?,
            node::DOMAIN => domain = field.text()?,
            node::ATTRIBUTE => check_attribute(field.bytes()?)?,
            _ => {}
        }
    }
    if !(domain.is_empty() || domain == "ai.onnx") {
        return Err(refused(&format!("the operator {operator} of {domain}")));
    }
    if OPERATORS.contains(&operator) { Ok(()) } else { Err(refused(&format!("the operator {operator}"))) }
}

fn check_attribute(bytes: &[u8]) -> Result<()> {
    for field in Fields(bytes) {
        let field = field?;
        match field.number {
            attribute::TENSOR | attribute::TENSORS => check_tensor(field.bytes()?)?,
            attribute::GRAPH | attribute::GRAPHS => return Err(refused("a graph inside its graph")),
            attribute::SPARSE_TENSOR | attribute::SPARSE_TENSORS => return Err(refused("sparse tensors")),
            _ => {}
        }
    }
    Ok(())
}

fn check_tensor(bytes: &[u8]) -> Result<()> {
    for field in Fields(bytes) {
        let field = field?;
        let elsewhere = match field.number {
            tensor::EXTERNAL_DATA => true,
            tensor::DATA_LOCATION => field.integer()? != 0,
            _ => false,
        };
        if elsewhere {
            return Err(Error::new(Code::ExternalData, "the model keeps weights in other files; export it as one file"));
        }
    }
    Ok(())
}

fn refused(what: &str) -> Error {
    Error::new(Code::Operator, format!("the model has {what}, which is not evaluated here"))
}

fn malformed(what: &str) -> Error {
    Error::new(Code::NotAModel, format!("the file is no ONNX model: {what}"))
}

enum Value<'a> {
    Integer(u64),
    Bytes(&'a [u8]),
    Fixed,
}

struct Field<'a> {
    number: u64,
    value: Value<'a>,
}

impl<'a> Field<'a> {
    fn bytes(&self) -> Result<&'a [u8]> {
        if let Value::Bytes(bytes) = self.value { Ok(bytes) } else { Err(malformed("a message of the wrong wire type")) }
    }
    fn text(&self) -> Result<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| malformed("a name that is not UTF-8"))
    }
    fn integer(&self) -> Result<u64> {
        if let Value::Integer(value) = self.value { Ok(value) } else { Err(malformed("a number of the wrong wire type")) }
    }
}

/// The fields of a protobuf message, in order. After an error it ends.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Field<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn read(&mut self) -> Result<Field<'a>> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Integer(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(usize::try_from(length).map_err(|_| malformed("a length beyond its end"))?)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            other => return Err(malformed(&format!("wire type {other}"))),
        };
        match key >> 3 {
            0 => Err(malformed("field 0")),
            number => Ok(Field { number, value }),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length).ok_or_else(|| malformed("a length beyond its end"))?;
        self.0 = tail;
        Ok(head)
    }

    fn varint(&mut self) -> Result<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(malformed("a number of more than 64 bits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A message, from its fields: (number, bytes).
    fn message(fields: &[(u64, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (number, bytes) in fields {
            push_varint(&mut out, number << 3 | 2);
            push_varint(&mut out, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        out
    }

    fn push_varint(out: &mut Vec<u8>, mut value: u64) {
        while value >= 0x80 {
            out.push(value as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
    }

    fn model_of_node(fields: &[(u64, &[u8])]) -> Vec<u8> {
        message(&[(model::GRAPH, &message(&[(graph::NODE, &message(fields))]))])
    }

    fn code_of(bytes: &[u8]) -> Option<Code> {
        check(bytes).err().map(|error| error.code)
    }

    #[test]
    fn takes_operators_of_the_list() {
        assert_eq!(check(&model_of_node(&[(node::OP_TYPE, b"Gemm")])), Ok(()));
        assert_eq!(check(&model_of_node(&[(node::OP_TYPE, b"Gemm"), (node::DOMAIN, b"ai.onnx")])), Ok(()));
    }

    #[test]
    fn refuses_other_operators_by_name() {
        for operator in ["Loop", "If", "Scan", "Expand", "Tile", "ConstantOfShape", "RandomNormal", ""] {
            let error = check(&model_of_node(&[(node::OP_TYPE, operator.as_bytes())])).unwrap_err();
            assert_eq!(error.code, Code::Operator);
            assert!(error.message.contains(&format!("the operator {operator}")), "{}", error.message);
        }
        let custom = model_of_node(&[(node::OP_TYPE, b"Gemm"), (node::DOMAIN, b"com.microsoft")]);
        assert_eq!(code_of(&custom), Some(Code::Operator));
    }

    #[test]
    fn refuses_graphs_inside_and_functions() {
        let inner = message(&[(attribute::GRAPH, b"")]);
        assert_eq!(code_of(&model_of_node(&[(node::OP_TYPE, b"Gemm"), (node::ATTRIBUTE, &inner)])), Some(Code::Operator));
        assert_eq!(code_of(&message(&[(model::GRAPH, b""), (model::FUNCTIONS, b"")])), Some(Code::Operator));
        assert_eq!(code_of(&message(&[(model::GRAPH, &message(&[(graph::SPARSE_INITIALIZER, b"")]))])), Some(Code::Operator));
    }

    #[test]
    fn refuses_weights_in_other_files() {
        let by_name = message(&[(tensor::EXTERNAL_DATA, b"\x0a\x08location")]);
        assert_eq!(code_of(&message(&[(model::GRAPH, &message(&[(graph::INITIALIZER, &by_name)]))])), Some(Code::ExternalData));
        let mut by_location = Vec::new();
        push_varint(&mut by_location, tensor::DATA_LOCATION << 3);
        push_varint(&mut by_location, 1);
        let constant = message(&[(attribute::TENSOR, &by_location)]);
        let model = model_of_node(&[(node::OP_TYPE, b"Constant"), (node::ATTRIBUTE, &constant)]);
        assert_eq!(code_of(&model), Some(Code::ExternalData));
    }

    #[test]
    fn refuses_what_is_no_model() {
        for bytes in
            [&b""[..], b"hello, world", b"\x3a", b"\x3a\x05ab", b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x00\x00"]
        {
            assert_eq!(code_of(bytes), Some(Code::NotAModel), "{bytes:?}");
        }
        assert_eq!(code_of(&message(&[(model::GRAPH, b""), (model::GRAPH, b"")])), Some(Code::NotAModel));
        assert_eq!(code_of(&vec![0; BYTES_MAX + 1]), Some(Code::TooLarge));
    }

    // Whatever the bytes, it ends and does not panic; and no single changed byte of a good model smuggles an operator in.
    #[test]
    fn any_change_of_a_byte_is_accepted_or_refused() {
        let good = model_of_node(&[(node::OP_TYPE, b"Gemm"), (node::ATTRIBUTE, &message(&[(attribute::TENSOR, b"")]))]);
        for at in 0..good.len() {
            for byte in 0..=255 {
                let mut bytes = good.clone();
                bytes[at] = byte;
                let _ = check(&bytes);
                let _ = check(&bytes[..at]);
            }
        }
    }
}
