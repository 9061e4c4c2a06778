/* The C ABI of models that are evaluated in process by ONNX Runtime.
 *
 * Sits between rust/onnx and src/adapters/onnx (the C++ owner of every handle). It knows floats and a model's bytes; it opens no
 * file but the runtime's library. Nothing unwinds across it: every function catches panics and reports them as ZO_PANIC.
 *
 * Functions return zo_status. On any status but ZO_OK, *err (where given) holds one UTF-8 line that says what was wrong; other
 * outputs are untouched, but for those of zo_model_run, which are then unspecified.
 */
#ifndef ZESTRON_ONNX_H
#define ZESTRON_ONNX_H

#include "zestron_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ZO_ABI_VERSION 1u

typedef enum zo_status {
  ZO_OK = 0,
  ZO_PANIC = 1,         /* a bug on the Rust side; the handle must not be used again */
  ZO_INVALID = 2,       /* an argument cannot be used; err says which */
  ZO_NO_RUNTIME = 3,    /* libonnxruntime.so is missing, too old, or was never loaded */
  ZO_TOO_LARGE = 4,     /* more than 4 MiB of file, or 65,536 values in a row of a tensor */
  ZO_NOT_A_MODEL = 5,   /* no ONNX file, or one that ONNX Runtime refuses */
  ZO_EXTERNAL_DATA = 6, /* weights in other files */
  ZO_OPERATOR = 7,      /* an operator, a graph inside the graph or a function that is not evaluated here */
  ZO_INPUTS = 8,        /* names, types or shapes are not the expected ones; err has both */
  ZO_OUTPUTS = 9,
  ZO_RUN = 10           /* ONNX Runtime gave up, or answered something of another size */
} zo_status;

/* ZO_ABI_VERSION of the library; callers refuse to go on when it differs from the header's. */
uint32_t zo_abi_version(void);

/* Loads libonnxruntime.so (1.17 or newer) from `path`. Once a process: the same path again does nothing, another is refused.
 * Any thread. */
zo_status zo_runtime_load(zb_slice path, zb_buf* err);

/* Floats of one name: a first dimension that counts rows and is free, then `rank` fixed ones. */
typedef struct zo_tensor {
  zb_slice name;
  const uint32_t* dims;
  size_t rank;
} zo_tensor;

typedef struct zo_model zo_model;

/* Reads an ONNX file whose tensors are exactly the expected ones, 1 to 8 each way. Any thread; milliseconds. */
zo_status zo_model_load(zb_slice bytes, const zo_tensor* inputs, size_t input_count, const zo_tensor* outputs,
                        size_t output_count, zo_model** model, zb_buf* err);
/* Evaluates `rows` rows: per tensor, in the order given at loading, a pointer to rows × values floats. A row's answer depends on
 * that row alone. One thread at a time. */
zo_status zo_model_run(zo_model* model, size_t rows, const float* const* inputs, float* const* outputs, zb_buf* err);
void zo_model_free(zo_model* model);

#ifdef __cplusplus
}
#endif
#endif
