"""What stands beside a trained file: from which data, by which command and versions it was made, and what it answers to a few
recorded inputs, so that another evaluation of it can be held to this one."""

import hashlib
import importlib.metadata
import json
import pathlib
import platform

import numpy
import onnxruntime

PACKAGES = ("gymnasium", "numpy", "onnxruntime", "stable-baselines3", "torch")


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def series(path, ticks):
    return {"file": pathlib.Path(path).name, "sha256": sha256(path), "ticks": ticks}


def write(path, model, command, seed, data, more):
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    versions["python"] = platform.python_version()
    document = {
        "model": {"file": model.name, "sha256": sha256(model), "bytes": model.stat().st_size},
        "command": command, "random_seed": seed, "data": data, "versions": versions, **more,
    }
    path.write_text(json.dumps(document, indent=2) + "\n")


def session(model):
    """The options of the node's own session (rust/onnx)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.use_deterministic_compute = True
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def write_vectors(path, model, rows):
    """Rows of the model's input and what it answers, as float32 bits: text that loses nothing."""
    rows = numpy.ascontiguousarray(rows, numpy.float32)
    answers = session(model).run(None, {"input": rows})[0]
    bits = lambda array: [[int(value) for value in row] for row in array.reshape(len(rows), -1).view(numpy.uint32)]
    shape = lambda array: [int(size) for size in array.shape[1:]]
    document = {
        "model": sha256(model), "input_shape": shape(rows), "output_shape": shape(answers),
        "inputs": bits(rows), "outputs": bits(answers),
    }
    path.write_text(json.dumps(document) + "\n")
