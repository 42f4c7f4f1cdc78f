"""Compiles kernels.c once and calls it on torch tensors. Every function checks dtype and layout, since C cannot."""
import ctypes
import hashlib
import os
import subprocess

import torch

HERE = os.path.dirname(os.path.abspath(__file__))


def _load():
    source = os.path.join(HERE, "kernels.c")
    with open(source, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()[:16]
    target = os.path.join(HERE, "out", f"kernels-{digest}.so")
    if not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
        subprocess.run([os.environ.get("CC", "cc"), *flags, "-o", target, source, "-lm"], check=True)
    return ctypes.CDLL(target)


_lib = _load()
BF16, F32, I64 = torch.bfloat16, torch.float32, torch.int64


def _p(tensor, dtype):
    if tensor.dtype != dtype or not tensor.is_contiguous():
        raise ValueError(f"kernel wants a contiguous {dtype}, got {tensor.dtype}")
    return ctypes.c_void_p(tensor.data_ptr())


def _n(value):
    return ctypes.c_long(value)


def add_rmsnorm(x, delta, weight, eps):
    """x f32 [n, d], delta bf16 [n, d] or None -> (x + delta, normed bf16, rstd)."""
    n, d = x.shape
    total = torch.empty_like(x)
    y = torch.empty(n, d, dtype=BF16)
    rstd = torch.empty(n)
    shift = ctypes.c_void_p(None) if delta is None else _p(delta, BF16)
    _lib.add_rmsnorm(_p(x, F32), shift, _p(weight, F32), _p(total, F32), _p(y, BF16), _p(rstd, F32), _n(n), _n(d), ctypes.c_float(eps))
    return total, y, rstd


def rmsnorm_backward(dy, x, weight, rstd, dx):
    """Adds the gradient to dx (f32, in place); returns (bf16 copy of dx, gradient of the weight)."""
    n, d = x.shape
    threads = torch.get_num_threads()
    dxb = torch.empty(n, d, dtype=BF16)
    dw = torch.zeros(threads, d)
    _lib.rmsnorm_backward(_p(dy, BF16), _p(x, F32), _p(weight, F32), _p(rstd, F32), _p(dx, F32), _p(dxb, BF16), _p(dw, F32), _n(n), _n(d), _n(threads))
    return dxb, dw.sum(0)


def split_rope(qkv, cos, sin, b, t, h, e):
    """qkv bf16 [b*t, 3*h*e] -> q (scaled by e**-0.5), k, v, each bf16 [b*h, t, e]."""
    q, k, v = (torch.empty(b * h, t, e, dtype=BF16) for _ in range(3))
    _lib.split_rope(_p(qkv, BF16), _p(cos, F32), _p(sin, F32), _p(q, BF16), _p(k, BF16), _p(v, BF16), _n(b), _n(t), _n(h), _n(e), ctypes.c_float(e**-0.5))
    return q, k, v


def split_rope_backward(dq, dk, dv, cos, sin, b, t, h, e):
    dqkv = torch.empty(b * t, 3 * h * e, dtype=BF16)
    _lib.split_rope_backward(_p(dq, BF16), _p(dk, BF16), _p(dv, BF16), _p(cos, F32), _p(sin, F32), _p(dqkv, BF16), _n(b), _n(t), _n(h), _n(e), ctypes.c_float(e**-0.5))
    return dqkv


def swap_heads(x, b, t, h, e, forward):
    """[b*h, t, e] -> [b*t, h*e] when forward, the other way otherwise."""
    out = torch.empty((b * t, h * e) if forward else (b * h, t, e), dtype=BF16)
    _lib.swap_heads(_p(x, BF16), _p(out, BF16), _n(b), _n(t), _n(h), _n(e), ctypes.c_int(int(forward)))
    return out


def softmax_(scores):
    t = scores.shape[-1]
    _lib.softmax_rows(_p(scores, BF16), _n(scores.numel() // t), _n(t))
    return scores


def softmax_backward_(p, dp):
    t = p.shape[-1]
    _lib.softmax_backward(_p(p, BF16), _p(dp, BF16), _n(p.numel() // t), _n(t))
    return dp


def swiglu(gu):
    n, f = gu.shape[0], gu.shape[1] // 2
    h = torch.empty(n, f, dtype=BF16)
    _lib.swiglu(_p(gu, BF16), _p(h, BF16), _n(n), _n(f))
    return h


def swiglu_backward(gu, dh):
    n, f = dh.shape
    dgu = torch.empty_like(gu)
    _lib.swiglu_backward(_p(gu, BF16), _p(dh, BF16), _p(dgu, BF16), _n(n), _n(f))
    return dgu


def cross_entropy_(logits, target, weight):
    """Loss per row f32 [n]; logits bf16 [n, v] become weight * (softmax - one hot)."""
    n, v = logits.shape
    loss = torch.empty(n)
    _lib.cross_entropy(_p(logits, BF16), _p(target, I64), _p(weight, F32), _p(loss, F32), _n(n), _n(v))
    return loss
