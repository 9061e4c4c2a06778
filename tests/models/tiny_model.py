#!/usr/bin/env python3
"""Writes a language model of random weights that speaks ASCII: half a megabyte, always the same. Needs `gguf`.

    tiny_model.py FILE [--blocks N] [--width N]      more of both: slower
                       [--wordy]                     its texts end where they must
"""

import argparse

import gguf
import numpy

CONTEXT = 8_192
HEADS = 4
SPECIAL = ["<unk>", "<s>", "</s>"]
# The first number of every token's vector is this, and the blocks hardly move it: so the first column of the output weighs tokens.
CONSTANT = 8.0
# What is no text alone, or makes an answer long or a number large, is never said; what ends a text, and a small score, are likely.
NEVER = [chr(code) for code in range(256) if not 32 <= code < 127] + list("-eE")
LIKELY = {"0": 0.3, '"': 0.6}
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: "


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--blocks", type=int, default=2)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--wordy", action="store_true")
    options = parser.parse_args()
    width, random = options.width, numpy.random.default_rng(1)

    writer = gguf.GGUFWriter(options.file, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(width)
    writer.add_block_count(options.blocks)
    writer.add_feed_forward_length(2 * width)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // HEADS)

    tokens = SPECIAL + [f"<0x{byte:02X}>" for byte in range(256)]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL] + [gguf.TokenType.BYTE] * 256
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)

    def add(name, *shape, first=None):
        tensor = random.normal(0, 1 / numpy.sqrt(shape[-1]), shape).astype(numpy.float32)
        if first is not None:
            tensor[:, 0] = first
        writer.add_tensor(name, tensor)

    def add_ones(name):
        writer.add_tensor(name, numpy.ones(width, numpy.float32))

    add("token_embd.weight", len(tokens), width, first=numpy.full(len(tokens), CONSTANT))
    add_ones("output_norm.weight")
    weighed = numpy.zeros(len(tokens))
    weighed[: len(SPECIAL)] = -5
    for token in NEVER:
        weighed[len(SPECIAL) + ord(token)] = -5
    for token, weight in (LIKELY | {'"': -5} if options.wordy else LIKELY).items():
        weighed[len(SPECIAL) + ord(token)] = weight
    add("output.weight", len(tokens), width, first=weighed)
    for block in range(options.blocks):
        add_ones(f"blk.{block}.attn_norm.weight")
        add_ones(f"blk.{block}.ffn_norm.weight")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.{block}.{part}.weight", width, width)
        add(f"blk.{block}.ffn_gate.weight", 2 * width, width)
        add(f"blk.{block}.ffn_up.weight", 2 * width, width)
        add(f"blk.{block}.ffn_down.weight", width, 2 * width)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
