"""LLaDA's block (bidirectional attention, RMSNorm, rotate-half RoPE, SwiGLU, untied head, no biases), trained on a CPU.

Two implementations of one model: `Model` runs forward and backward by hand in bf16 with the kernels of kernels.c;
`reference_logits` is plain fp32 PyTorch with autograd, the yardstick of test_model.py.
"""
import math
from dataclasses import asdict, dataclass

import torch

import kernels as K

BF16 = torch.bfloat16
EPS = 1e-5


@dataclass(frozen=True)
class Config:
    layers: int = 6
    d: int = 256
    heads: int = 4
    ff: int = 704
    vocab: int = 4096
    theta: float = 10_000.0
    max_length: int = 1024
    tied: bool = True
    """One table for input and output while training: a token can then be copied before it was ever predicted."""

    @property
    def head_dim(self):
        return self.d // self.heads

    def as_dict(self):
        return asdict(self)


def shapes(cfg):
    """Name -> shape of every trained tensor. q, k, v are one matrix here, and so are gate and up."""
    out = {"wte": (cfg.vocab, cfg.d)}
    for i in range(cfg.layers):
        out[f"{i}.attn_norm"] = (cfg.d,)
        out[f"{i}.qkv"] = (3 * cfg.d, cfg.d)
        out[f"{i}.attn_out"] = (cfg.d, cfg.d)
        out[f"{i}.ff_norm"] = (cfg.d,)
        out[f"{i}.gate_up"] = (2 * cfg.ff, cfg.d)
        out[f"{i}.down"] = (cfg.d, cfg.ff)
    out["ln_f"] = (cfg.d,)
    if not cfg.tied:
        out["head"] = (cfg.vocab, cfg.d)
    return out


def initial(cfg, generator):
    """Normal(0, 0.02) for tables, 1/sqrt(fan_in) for matrices with the two residual outputs scaled down, ones for norms."""
    out = {}
    for name, shape in shapes(cfg).items():
        if len(shape) == 1:
            out[name] = torch.ones(shape)
        elif name in ("wte", "head"):
            out[name] = torch.randn(shape, generator=generator) * (0.02 if name == "head" else 0.06 if cfg.tied else 0.5)
        else:
            std = 0.5 / math.sqrt(shape[1])
            if name.endswith((".attn_out", ".down")):
                std /= math.sqrt(2 * cfg.layers)
            out[name] = torch.randn(shape, generator=generator) * std
    return out


def rope_tables(cfg, length):
    """cos and sin, f32 [length, head_dim / 2]."""
    half = cfg.head_dim // 2
    freq = cfg.theta ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * freq[None, :]
    return angle.cos().float().contiguous(), angle.sin().float().contiguous()


class Model:
    """Holds fp32 masters in `params` and bf16 copies of the matrices, refreshed by `sync` after each optimizer step."""

    def __init__(self, cfg, params):
        self.cfg = cfg
        self.params = {name: params[name].contiguous() for name in shapes(cfg)}
        self.master = {name: p for name, p in self.params.items() if p.dim() == 2 and name != "wte"}
        if cfg.tied:
            self.master["head"] = self.params["wte"]
        self.low = {name: p.to(BF16) for name, p in self.master.items()}
        self.cos, self.sin = rope_tables(cfg, cfg.max_length)

    def sync(self):
        for name, low in self.low.items():
            low.copy_(self.master[name])

    def _attention(self, i, a, b, t):
        cfg = self.cfg
        qkv = a @ self.low[f"{i}.qkv"].t()
        q, k, v = K.split_rope(qkv, self.cos, self.sin, b, t, cfg.heads, cfg.head_dim)
        p = K.softmax_(torch.bmm(q, k.transpose(1, 2)))
        merged = K.swap_heads(torch.bmm(p, v), b, t, cfg.heads, cfg.head_dim, True)
        return merged, (q, k, v, p)

    def forward(self, ids, rows, keep=None):
        """ids int64 [b, t]; rows int64 [m], flat positions whose logits are wanted -> normed bf16 [m, d].

        `keep`, a list, receives what backward needs. The last block's output is computed for `rows` only.
        """
        cfg, low, params = self.cfg, self.low, self.params
        b, t = ids.shape
        x = params["wte"][ids.reshape(-1)]
        delta = None
        for i in range(cfg.layers):
            x, a, ra = K.add_rmsnorm(x, delta, params[f"{i}.attn_norm"], EPS)
            merged, att = self._attention(i, a, b, t)
            x_in = x
            if i == cfg.layers - 1:
                merged, x = merged[rows], x[rows]
            o = merged @ low[f"{i}.attn_out"].t()
            x, f, rf = K.add_rmsnorm(x, o, params[f"{i}.ff_norm"], EPS)
            gu = f @ low[f"{i}.gate_up"].t()
            h = K.swiglu(gu)
            delta = h @ low[f"{i}.down"].t()
            if keep is not None:
                keep.append((x_in, a, ra, att, merged, x, f, rf, gu, h))
        x, y, ry = K.add_rmsnorm(x, delta, params["ln_f"], EPS)
        if keep is not None:
            keep.append((x, y, ry))
        return y

    def logits(self, ids, rows):
        """bf16 [m, vocab] at the flat positions `rows`."""
        return self.forward(ids, rows) @ self.low["head"].t()

    def loss_and_grads(self, ids, rows, target, weight):
        """Weighted cross-entropy at `rows`. weight f32 [m] sums to 1. -> (loss per row f32 [m], gradients by name)."""
        cfg, low, params = self.cfg, self.low, self.params
        b, t = ids.shape
        n = b * t
        keep = []
        y = self.forward(ids, rows, keep)
        logits = y @ low["head"].t()
        loss = K.cross_entropy_(logits, target, weight)
        grads = {"head": logits.t() @ y}
        x, _, ry = keep.pop()
        dx = torch.zeros_like(x)
        dxb, grads["ln_f"] = K.rmsnorm_backward(logits @ low["head"], x, params["ln_f"], ry, dx)
        for i in reversed(range(cfg.layers)):
            x_in, a, ra, (q, k, v, p), merged, x, f, rf, gu, h = keep.pop()
            grads[f"{i}.down"] = dxb.t() @ h
            dgu = K.swiglu_backward(gu, dxb @ low[f"{i}.down"])
            grads[f"{i}.gate_up"] = dgu.t() @ f
            dxb, grads[f"{i}.ff_norm"] = K.rmsnorm_backward(dgu @ low[f"{i}.gate_up"], x, params[f"{i}.ff_norm"], rf, dx)
            grads[f"{i}.attn_out"] = dxb.t() @ merged
            dm = dxb @ low[f"{i}.attn_out"]
            if i == cfg.layers - 1:
                full = torch.zeros(n, cfg.d, dtype=BF16)
                full[rows] = dm
                dm = full
                wide = torch.zeros(n, cfg.d)
                wide[rows] = dx
                dx = wide
            do = K.swap_heads(dm, b, t, cfg.heads, cfg.head_dim, False)
            dv = torch.bmm(p.transpose(1, 2), do)
            ds = K.softmax_backward_(p, torch.bmm(do, v.transpose(1, 2)))
            dq = torch.bmm(ds, k)
            dk = torch.bmm(ds.transpose(1, 2), q)
            dqkv = K.split_rope_backward(dq, dk, dv, self.cos, self.sin, b, t, cfg.heads, cfg.head_dim)
            grads[f"{i}.qkv"] = dqkv.t() @ a
            dxb, grads[f"{i}.attn_norm"] = K.rmsnorm_backward(dqkv @ low[f"{i}.qkv"], x_in, params[f"{i}.attn_norm"], ra, dx)
        table = grads.pop("head").float() if cfg.tied else torch.zeros(cfg.vocab, cfg.d)
        grads["wte"] = table.index_add_(0, ids.reshape(-1), dx)
        return loss, grads


def reference_logits(cfg, params, ids):
    """The same model in plain fp32 PyTorch: ids [b, t] -> logits [b, t, vocab]. Works with autograd."""
    b, t = ids.shape
    cos, sin = rope_tables(cfg, t)
    half = cfg.head_dim // 2

    def norm(x, w):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPS) * w

    def rotate(x):
        first, second = x[..., :half], x[..., half:]
        return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)

    x = params["wte"][ids]
    for i in range(cfg.layers):
        a = norm(x, params[f"{i}.attn_norm"])
        qkv = (a @ params[f"{i}.qkv"].t()).view(b, t, 3, cfg.heads, cfg.head_dim).permute(2, 0, 3, 1, 4)
        q, k, v = rotate(qkv[0]), rotate(qkv[1]), qkv[2]
        p = (q @ k.transpose(-1, -2) / math.sqrt(cfg.head_dim)).softmax(-1)
        x = x + (p @ v).transpose(1, 2).reshape(b, t, cfg.d) @ params[f"{i}.attn_out"].t()
        gate, upward = (norm(x, params[f"{i}.ff_norm"]) @ params[f"{i}.gate_up"].t()).split(cfg.ff, -1)
        x = x + (torch.nn.functional.silu(gate) * upward) @ params[f"{i}.down"].t()
    return norm(x, params["ln_f"]) @ params["wte" if cfg.tied else "head"].t()
