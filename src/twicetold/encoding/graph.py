"""The weights as an ONNX graph: 12 BERT layers, post-norm, GELU; rows of words in, last hidden states out.

`words` (n, t, 384) are word embeddings, looked up outside so that their 54 MB table stays mapped in its
file; `positions` (t, 384); `attention` (n, 1, t, t) is added to the attention scores (0, or very negative
at padding). Out: `hidden` (n, t, 384).

Matrix products run in integers. Each token's activations are scaled by their own largest magnitude, so a
row never depends on its neighbours, nothing needs calibration text, and one token's outliers cost no other
token precision. Weights keep 7 bits, scaled for each output: products of pairs then fit 16 bits on every
x86 processor (without VNNI the 8-bit kernels saturate), and integer sums are exact in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from twicetold.encoding.weights import Floats, Weights

Precision = Literal["int8", "fp32"]
CONTRIB = "com.microsoft"
# 255 * 64 * 2 < 2**15. 127 gains .0003 of the mean cosine to float32 (840 sentences, 12 languages) and
# nothing on Tatoeba (91.9 against 91.8, float32 91.9), but would saturate without VNNI
WEIGHT_MAX = 64
ACTIVATION_MAX = 127
TINY = 1e-9  # keeps the scale of an all-zero row above zero


@dataclass(slots=True)
class _Graph:
    """Nodes and constants as they are added."""

    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]


def build_graph(weights: Weights, *, precision: Precision = "int8") -> bytes:
    """Return the serialised graph. "fp32" exists to measure "int8" against it."""
    from onnx import TensorProto, helper

    g, shape = _Graph(), weights.shape
    h = shape.hidden
    summed = g.node("Add", ["words", "positions"], "embedded")
    scale, shift = _norm(g, weights, "emb.ln")
    x = g.node("LayerNormalization", [summed, scale, shift], "layer.in", axis=-1, epsilon=shape.epsilon)
    for n in range(shape.layers):
        x = _layer(g, weights, n, x, precision)
    tensor = helper.make_tensor_value_info
    inputs = [
        tensor("words", TensorProto.FLOAT, ["n", "t", h]),
        tensor("positions", TensorProto.FLOAT, ["t", h]),
        tensor("attention", TensorProto.FLOAT, ["n", 1, "t", "t"]),
    ]
    outputs = [tensor(x, TensorProto.FLOAT, ["n", "t", h])]
    graph = helper.make_graph(g.nodes, "e5", inputs, outputs, list(g.constants.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="twicetold")
    raw: bytes = model.SerializeToString(deterministic=True)
    return raw


def _layer(g: _Graph, weights: Weights, n: int, x: str, precision: Precision) -> str:
    p = f"l{n}"
    product, bias = _linear(g, weights, x, [f"{p}.q", f"{p}.k", f"{p}.v"], precision)
    width = weights.shape.hidden
    sizes = g.constant("split", np.array([width] * 3, np.int64))
    g.node("Split", [product, sizes], f"{p}.q", f"{p}.k", f"{p}.v", axis=-1)
    heads = weights.shape.heads
    inputs = [f"{p}.q", f"{p}.k", f"{p}.v", bias, "", "attention"]
    context = g.node("MultiHeadAttention", inputs, f"{p}.context", domain=CONTRIB, num_heads=heads)
    x = _add_norm(g, weights, x, _linear(g, weights, context, [f"{p}.ao"], precision), f"{p}.aln")
    product, bias = _linear(g, weights, x, [f"{p}.fi"], precision)
    inner = g.node("BiasGelu", [product, bias], f"{p}.inner", domain=CONTRIB)
    return _add_norm(g, weights, x, _linear(g, weights, inner, [f"{p}.fo"], precision), f"{p}.oln")


def _norm(g: _Graph, weights: Weights, name: str) -> tuple[str, str]:
    return g.constant(f"{name}.w", weights.floats(f"{name}.w")), g.constant(
        f"{name}.b", weights.floats(f"{name}.b")
    )


def _add_norm(g: _Graph, weights: Weights, x: str, linear: tuple[str, str], norm: str) -> str:
    """Add a product and its bias to the residual, then normalise.

    In plain operators: they run vectorised, the fused SkipLayerNormalization does not (13-18% of all time).
    """

    def node(kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        return g.node(kind, inputs, f"{norm}.{name}", **attributes)

    product, bias = linear
    last = norm == f"l{weights.shape.layers - 1}.oln"
    scale, shift = _norm(g, weights, norm)
    summed = node("Add", [node("Add", [product, bias], "biased"), x], "summed")
    mean = node("ReduceMean", [summed], "mean", axes=[-1], keepdims=1)
    centred = node("Sub", [summed, mean], "centred")
    squared = node("Mul", [centred, centred], "squared")
    variance = node("ReduceMean", [squared], "variance", axes=[-1], keepdims=1)
    safe = node("Add", [variance, g.constant("epsilon", np.float32(weights.shape.epsilon))], "safe")
    inverse = node("Reciprocal", [node("Sqrt", [safe], "deviation")], "inverse")
    scaled = node("Mul", [node("Mul", [centred, inverse], "unit"), scale], "scaled")
    return g.node("Add", [scaled, shift], "hidden" if last else f"{norm}.out")


def _linear(g: _Graph, weights: Weights, x: str, parts: list[str], precision: Precision) -> tuple[str, str]:
    """Add a product with the parts side by side; return its name and that of the bias not yet added."""
    name = parts[0] if len(parts) == 1 else f"{parts[0]}kv"
    width = weights.shape.inner if name.endswith(".fo") else weights.shape.hidden
    matrix = np.concatenate([weights.matrix(f"{part}.w", width) for part in parts])
    bias = g.constant(f"{name}.b", np.concatenate([weights.floats(f"{part}.b") for part in parts]))
    if precision == "fp32":
        return g.node("MatMul", [x, g.constant(f"{name}.w", matrix.T)], f"{name}.product"), bias
    return _integer_product(g, x, name, matrix), bias


def _integer_product(g: _Graph, x: str, name: str, matrix: Floats) -> str:
    scales = np.abs(matrix).max(axis=1) / np.float32(WEIGHT_MAX)
    scales = np.maximum(scales, np.float32(TINY))
    whole = np.round(matrix / scales[:, None]).astype(np.int8)
    magnitude = g.node("Abs", [x], f"{name}.abs")
    largest = g.node("ReduceMax", [magnitude], f"{name}.max", axes=[-1], keepdims=1)
    scale = g.node("Max", [largest, g.constant("tiny", np.float32(TINY))], f"{name}.scale")
    inverse = g.node("Reciprocal", [scale], f"{name}.inverse")
    unit = g.node("Mul", [x, inverse], f"{name}.unit")
    step = g.constant("step", np.float32(1 / ACTIVATION_MAX))
    middle = g.constant("middle", np.uint8(128))
    quantised = g.node("QuantizeLinear", [unit, step, middle], f"{name}.quantised")
    inputs = [quantised, g.constant(f"{name}.w", whole.T), step, g.constant(f"{name}.s", scales), middle]
    inputs.append(g.constant(f"{name}.z", np.zeros(len(scales), np.int8)))
    product = g.node("MatMulIntegerToFloat", inputs, f"{name}.integer", domain=CONTRIB)
    return g.node("Mul", [product, scale], f"{name}.product")
