"""Makes a trained model deeper without changing what it computes."""
from dataclasses import replace

import torch

RESIDUAL_OUTPUTS = ("attn_out", "down")


def places(old, new):
    """For each of `new` blocks: (the old block it copies, whether it is an addition). Additions are spread over the depth."""
    if not old <= new <= 2 * old:
        raise ValueError(f"{old} blocks can grow to {old}-{2 * old}, not {new}")
    added = {(2 * k + 1) * old // (2 * (new - old)) for k in range(new - old)}
    return [entry for i in range(old) for entry in ([(i, False), (i, True)] if i in added else [(i, False)])]


def deepen(cfg, params, layers):
    """-> (config, parameters) of a model with `layers` blocks and the same outputs.

    An added block is a copy of the one before it whose two outputs into the residual stream are zero: it reads useful
    features from the first step and changes nothing until it has learnt to.
    """
    grown = {name: p for name, p in params.items() if not name[0].isdigit()}
    for i, (source, added) in enumerate(places(cfg.layers, layers)):
        for name, p in params.items():
            block, _, leaf = name.partition(".")
            if block == str(source):
                grown[f"{i}.{leaf}"] = torch.zeros_like(p) if added and leaf in RESIDUAL_OUTPUTS else p.clone()
    return replace(cfg, layers=layers), grown
