"""Writes the averaged weights of a run as a LLaDA-shaped model folder: model.safetensors (fp16) and config.json.

python3 tools/train/export.py --run tools/train/out/run --to models/dyllm-demo
"""
import argparse
import json
import os

import torch

import safetensors_io
from model import Config, shapes

PREFIX = "model.transformer."


def to_llada(cfg, params):
    """Our names -> LLaDA's; the fused matrices are taken apart."""
    out = {
        f"{PREFIX}wte.weight": params["wte"],
        f"{PREFIX}ln_f.weight": params["ln_f"],
        f"{PREFIX}ff_out.weight": params["wte" if cfg.tied else "head"],
    }
    for i in range(cfg.layers):
        q, k, v = params[f"{i}.qkv"].split(cfg.d)
        gate, up = params[f"{i}.gate_up"].split(cfg.ff)
        leaves = {
            "attn_norm": params[f"{i}.attn_norm"],
            "q_proj": q,
            "k_proj": k,
            "v_proj": v,
            "attn_out": params[f"{i}.attn_out"],
            "ff_norm": params[f"{i}.ff_norm"],
            "ff_proj": gate,
            "up_proj": up,
            "ff_out": params[f"{i}.down"],
        }
        out.update({f"{PREFIX}blocks.{i}.{leaf}.weight": tensor for leaf, tensor in leaves.items()})
    return out


def from_llada(cfg, path):
    """The reverse, from a file; raises on missing, unknown or wrongly shaped tensors."""
    stored = safetensors_io.load(path)

    def take(name):
        return stored.pop(PREFIX + name + ".weight")

    out = {"wte": take("wte"), "ln_f": take("ln_f")}
    head = take("ff_out")
    if not cfg.tied:
        out["head"] = head
    elif not torch.equal(head, out["wte"]):
        raise ValueError("the file's input and output tables differ: train it with tied=False")
    for i in range(cfg.layers):
        block = f"blocks.{i}."
        out[f"{i}.qkv"] = torch.cat([take(block + n) for n in ("q_proj", "k_proj", "v_proj")])
        out[f"{i}.gate_up"] = torch.cat([take(block + n) for n in ("ff_proj", "up_proj")])
        for ours, theirs in (("attn_norm",) * 2, ("attn_out",) * 2, ("ff_norm",) * 2, ("down", "ff_out")):
            out[f"{i}.{ours}"] = take(block + theirs)
    if stored:
        raise ValueError(f"unknown tensors: {sorted(stored)}")
    for name, shape in shapes(cfg).items():
        if tuple(out[name].shape) != tuple(shape):
            raise ValueError(f"{name}: shape {tuple(out[name].shape)}, wanted {shape}")
    return out


def llada_config(cfg):
    return {
        "architectures": ["LLaDAModelLM"],
        "model_type": "llada",
        "d_model": cfg.d,
        "n_heads": cfg.heads,
        "n_kv_heads": cfg.heads,
        "n_layers": cfg.layers,
        "mlp_hidden_size": cfg.ff,
        "vocab_size": cfg.vocab,
        "embedding_size": cfg.vocab,
        "max_sequence_length": cfg.max_length,
        "rope": True,
        "rope_theta": cfg.theta,
        "rope_full_precision": True,
        "rms_norm_eps": 1e-5,
        "layer_norm_type": "rms",
        "block_type": "llama",
        "activation_type": "silu",
        "weight_tying": False,
        "include_bias": False,
        "include_qkv_bias": False,
        "bos_token_id": 0,
        "eos_token_id": 1,
        "pad_token_id": 1,
        "eot_token_id": 4,
        "start_header_token_id": 2,
        "end_header_token_id": 3,
        "mask_token_id": 5,
        "torch_dtype": "float16",
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True)
    parser.add_argument("--to", required=True)
    args = parser.parse_args()
    saved = torch.load(os.path.join(args.run, "checkpoint.pt"))
    cfg = Config(**saved["config"])
    tensors = {name: tensor.half() for name, tensor in to_llada(cfg, saved["ema"]).items()}
    if not all(torch.isfinite(tensor).all() for tensor in tensors.values()):
        raise ValueError("a weight does not fit fp16")
    os.makedirs(args.to, exist_ok=True)
    partial = os.path.join(args.to, "model.safetensors.partial")
    safetensors_io.save(partial, tensors, {"format": "pt"})
    os.replace(partial, os.path.join(args.to, "model.safetensors"))
    with open(os.path.join(args.to, "config.json"), "w", encoding="utf8") as file:
        json.dump(llada_config(cfg), file, indent=2)
        file.write("\n")
    print(f"step {saved['optimizer']['step']}, {saved['tokens'] / 1e6:.1f} M tokens, {sum(t.numel() for t in tensors.values())} parameters")


if __name__ == "__main__":
    main()
