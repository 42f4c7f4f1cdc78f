"""A plain dense forward in PyTorch on the same GPU, as the yardstick for test/bench/gpu.ts, with the card's own limits.

    python3 test/bench/gpu_reference.py --shape small|1b|8b [--batch 1,8,32] [--steps 20] [--dtype float16] [--device cuda]

Random weights, bidirectional attention by scaled_dot_product_attention, RMSNorm, RoPE, SwiGLU; the head on 32 rows of each
sequence. Prints one JSON line for the limits that the card reached (matrix product in TFLOP/s, copy in GB/s) and one for
each batch. Shapes and canvas are those of gpu-shapes.ts.
"""

import argparse
import json
import time

import torch
import torch.nn.functional as F

ROWS, PROMPT, BLOCK = 512, 256, 32
SHAPES = {
    "tiny": dict(layers=2, hidden=64, heads=4, ffn=192, vocab=320),
    "small": dict(layers=8, hidden=512, heads=8, ffn=1536, vocab=8192),
    "1b": dict(layers=22, hidden=2048, heads=16, ffn=5632, vocab=32000),
    "8b": dict(layers=32, hidden=4096, heads=32, ffn=12288, vocab=126464),
}


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def median_ms(run, steps, device, warm_up=3):
    times = []
    for step in range(steps + warm_up):
        synchronize(device)
        started = time.perf_counter()
        run()
        synchronize(device)
        if step >= warm_up:
            times.append(1000 * (time.perf_counter() - started))
    return sorted(times)[len(times) // 2]


class Model:
    def __init__(self, shape, dtype, device):
        self.shape = shape
        d, ffn, vocab = shape["hidden"], shape["ffn"], shape["vocab"]

        def matrix(rows, columns):
            return torch.randn(rows, columns, dtype=dtype, device=device) / columns**0.5

        self.embedding = torch.randn(vocab, d, dtype=dtype, device=device)
        self.head = matrix(vocab, d)
        self.norm = torch.ones(d, dtype=dtype, device=device)
        self.layers = [
            dict(q=matrix(d, d), k=matrix(d, d), v=matrix(d, d), o=matrix(d, d),
                 gate=matrix(ffn, d), up=matrix(ffn, d), down=matrix(d, ffn))
            for _ in range(shape["layers"])
        ]
        half = d // shape["heads"] // 2
        angles = torch.arange(ROWS, device=device)[:, None] * 500000.0 ** (-torch.arange(half, device=device) / half)
        self.cos, self.sin = angles.cos().to(dtype), angles.sin().to(dtype)

    def heads(self, x):
        batch, rows, d = x.shape
        return x.view(batch, rows, self.shape["heads"], -1).transpose(1, 2)

    def rope(self, x):
        a, b = x.chunk(2, dim=-1)
        return torch.cat((a * self.cos - b * self.sin, b * self.cos + a * self.sin), dim=-1)

    @torch.inference_mode()
    def forward(self, ids):
        x = self.embedding[ids]
        d = x.shape[-1]
        for layer in self.layers:
            h = F.rms_norm(x, (d,), self.norm, 1e-5)
            q, k = self.rope(self.heads(h @ layer["q"].T)), self.rope(self.heads(h @ layer["k"].T))
            context = F.scaled_dot_product_attention(q, k, self.heads(h @ layer["v"].T))
            x = x + context.transpose(1, 2).reshape(x.shape) @ layer["o"].T
            h = F.rms_norm(x, (d,), self.norm, 1e-5)
            x = x + (F.silu(h @ layer["gate"].T) * (h @ layer["up"].T)) @ layer["down"].T
        scored = F.rms_norm(x[:, PROMPT : PROMPT + BLOCK], (d,), self.norm, 1e-5)
        return torch.softmax((scored @ self.head.T).float(), dim=-1).max(dim=-1)


def gflop(shape):
    d, ffn = shape["hidden"], shape["ffn"]
    layer = ROWS * (8 * d * d + 6 * d * ffn) + 4 * ROWS * ROWS * d
    return (shape["layers"] * layer + 2 * BLOCK * d * shape["vocab"]) / 1e9


def limits(dtype, device, steps):
    n = 8192 if device.type == "cuda" else 512
    a, b = torch.randn(n, n, dtype=dtype, device=device), torch.randn(n, n, dtype=dtype, device=device)
    product = median_ms(lambda: a @ b, steps, device)
    source = torch.empty(n * n * 4, dtype=dtype, device=device)
    target = torch.empty_like(source)
    copy = median_ms(lambda: target.copy_(source), steps, device)
    moved = 2 * source.numel() * source.element_size()
    return dict(tflops=2 * n**3 / product / 1e9, copyGBps=moved / copy / 1e6)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shape", choices=SHAPES, default="small")
    parser.add_argument("--batch", default="1,8,32")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--dtype", choices=["float16", "bfloat16", "float32"], default="float16")
    parser.add_argument("--device", default="cuda")
    arguments = parser.parse_args()
    device, dtype = torch.device(arguments.device), getattr(torch, arguments.dtype)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    print(json.dumps(dict(device=name, torch=torch.__version__, cuda=torch.version.cuda, dtype=arguments.dtype,
                          **limits(dtype, device, arguments.steps))))
    shape = SHAPES[arguments.shape]
    model = Model(shape, dtype, device)
    for batch in map(int, arguments.batch.split(",")):
        ids = torch.randint(0, 256, (batch, ROWS), device=device)
        ms = median_ms(lambda: model.forward(ids), arguments.steps, device)
        print(json.dumps(dict(shape=arguments.shape, batch=batch, denseMs=ms, denseTflops=batch * gflop(shape) / ms,
                              denseSequenceStepsPerSecond=1000 * batch / ms)))


if __name__ == "__main__":
    main()
