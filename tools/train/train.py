"""Trains the default model on packed rows (tools/taskgen/src/pack.ts) for a given wall-clock time on a CPU.

python3 tools/train/train.py --data tools/train/out/data --out tools/train/out/run --minutes 95 [--resume] [--init model.safetensors]
"""
import argparse
import json
import os
import time

import torch

from data import Rows, Stream, family_names
from decode import accuracy
from export import from_llada
from grow import deepen
from model import Config, Model, initial
from optim import Optimizer

WARMUP_STEPS = 200
DECAY_SHARE = 0.4
"""The learning rate falls linearly to zero over this last share of the time."""
EMA_EVERY = 4
DRILL_SHARE, DRILL_UNTIL = 0.08, 0.3
LOG_SECONDS, SAVE_SECONDS = 20, 45
LEVELS = 4
"""Noise buckets of the loss in the log."""


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=95)
    parser.add_argument("--stop-at", type=float, help="minute to leave the schedule at, to go on with --resume and other rows")
    parser.add_argument("--batch-tokens", type=int, default=8192)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muon-lr", type=float, default=0.01)
    parser.add_argument("--adam-lr", type=float, default=1.5e-3)
    parser.add_argument("--optimizer", choices=["muon", "adamw"], default="muon")
    parser.add_argument("--drill", type=float, default=DRILL_SHARE, help="share of drill rows early on")
    parser.add_argument("--drill-until", type=float, default=DRILL_UNTIL, help="share of the time that is early")
    parser.add_argument("--drill-only", type=float, default=0, help="minutes at the start with nothing but the drill")
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--dev-per-family", type=int, default=6)
    parser.add_argument("--init", help="model.safetensors to start from")
    parser.add_argument("--grow-to", type=int, help="blocks to end up with, more than --layers, the number in --init")
    parser.add_argument("--resume", action="store_true", help="continue the run in --out")
    return parser.parse_args()


def save_checkpoint(folder, model, ema, optimizer, stream, elapsed, tokens):
    state = {
        "config": model.cfg.as_dict(),
        "params": model.params,
        "ema": ema,
        "optimizer": optimizer.state_dict(),
        "chunk": stream.chunk,
        "elapsed": elapsed,
        "tokens": tokens,
    }
    partial = os.path.join(folder, "checkpoint.partial")
    torch.save(state, partial)
    os.replace(partial, os.path.join(folder, "checkpoint.pt"))


def main():
    args = parse()
    torch.set_num_threads(args.threads)
    torch.set_grad_enabled(False)
    os.makedirs(args.out, exist_ok=True)
    saved = torch.load(os.path.join(args.out, "checkpoint.pt")) if args.resume else None
    cfg = Config(**{"tied": False, **saved["config"]}) if saved else Config(layers=args.layers)
    params = saved["params"] if saved else initial(cfg, torch.Generator().manual_seed(args.seed))
    if args.init and not saved:
        params = from_llada(cfg, args.init)
    if args.grow_to and not saved:
        cfg, params = deepen(cfg, params, args.grow_to)
    model = Model(cfg, params)
    optimizer = Optimizer(cfg, model.params, args.muon_lr, args.adam_lr, args.optimizer == "muon")
    stream = Stream(args.data, args.batch_tokens, args.seed)
    ema = {n: p.clone() for n, p in model.params.items()}
    elapsed, tokens = 0.0, 0
    if saved:
        ema, elapsed, tokens = saved["ema"], saved["elapsed"], saved["tokens"]
        optimizer.load_state_dict(saved["optimizer"])
        stream.chunk = saved["chunk"]
    names, dev = family_names(args.data), Rows(args.data, "dev")
    count = sum(p.numel() for p in model.params.values())
    print(json.dumps({"parameters": count, "config": cfg.as_dict(), "resumed_at_s": round(elapsed), "threads": args.threads}), flush=True)

    total = args.minutes * 60
    stop_at = min(1.0, (args.stop_at or args.minutes) / args.minutes)
    begin = time.time() - elapsed
    last_log, last_save = time.time(), time.time()
    log_tokens, sums, counts = 0, torch.zeros(LEVELS), torch.zeros(LEVELS)

    def progress():
        return (time.time() - begin) / total

    def drill_share():
        if time.time() - begin < args.drill_only * 60:
            return 1.0
        return args.drill if progress() < args.drill_until else 0.0

    def evaluate():
        shares, passes = accuracy(Model(cfg, ema), dev, names, args.dev_per_family)
        mean = sum(shares.values()) / len(shares)
        line = {"eval_s": round(time.time() - begin), "mean": round(mean, 3), "passes": round(passes, 1)}
        print(json.dumps({**line, **{n: round(s, 2) for n, s in shares.items()}}), flush=True)

    done = False
    for batches in stream.chunks(drill_share):
        for batch in batches:
            share = progress()
            if share >= stop_at:
                done = True
                break
            loss, grads = model.loss_and_grads(batch["ids"], batch["rows"], batch["target"], batch["weight"])
            warm = min(1.0, (optimizer.step_count + 1) / WARMUP_STEPS)
            norm = optimizer.step(grads, warm * min(1.0, (1 - share) / DECAY_SHARE))
            model.sync()
            if optimizer.step_count % EMA_EVERY == 0:
                # A young average would still hold the random start.
                keep = min(args.ema**EMA_EVERY, 1 - EMA_EVERY / (EMA_EVERY + optimizer.step_count * 0.2))
                for n, p in model.params.items():
                    ema[n].lerp_(p, 1 - keep)
            tokens += batch["ids"].numel()
            log_tokens += batch["ids"].numel()
            content = batch["content"]
            bucket = (batch["level"][content] * LEVELS).long().clamp_(0, LEVELS - 1)
            sums.index_add_(0, bucket, loss[content])
            counts.index_add_(0, bucket, torch.ones(len(bucket)))
            now = time.time()
            if now - last_log >= LOG_SECONDS:
                line = {
                    "s": round(now - begin),
                    "step": optimizer.step_count,
                    "Mtok": round(tokens / 1e6, 2),
                    "loss": [round(v, 3) for v in (sums / counts.clamp(min=1)).tolist()],
                    "norm": round(norm, 2),
                    "tok/s": round(log_tokens / (now - last_log)),
                }
                print(json.dumps(line), flush=True)
                last_log, log_tokens = now, 0
                sums.zero_()
                counts.zero_()
            if now - last_save >= SAVE_SECONDS:
                save_checkpoint(args.out, model, ema, optimizer, stream, now - begin, tokens)
                last_save = now
        if done:
            break
    save_checkpoint(args.out, model, ema, optimizer, stream, time.time() - begin, tokens)
    evaluate()


if __name__ == "__main__":
    main()
