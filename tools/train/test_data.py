"""Batches and files keep what the server relies on. Run: python3 tools/train/test_data.py"""
import os
import tempfile

import numpy as np
import torch

import safetensors_io
from data import BLOCK, EOS_ID, LENGTH_STEP, LOOKAHEAD, MASK_ID, cut_block, make_batch, mask_response, window_length
from export import from_llada, to_llada
from model import Config, initial

SEED = 4


class OneRow:
    """A source of one row: 5 prompt tokens, 40 answer tokens."""

    def row(self, _):
        return np.arange(10, 55, dtype=np.uint16), 5


def test_windows(rng):
    for _ in range(500):
        answer = int(rng.integers(1, 200))
        window = window_length(answer, rng)
        assert window > answer, f"seed {SEED}: no room for an end of text"
        assert window % LENGTH_STEP == 0


def test_masks(rng):
    block_states = 0
    for _ in range(500):
        mask, weight = mask_response(40, 4 * BLOCK, rng.random(), rng)
        assert mask.any() and (weight > 0).all()
        per_block = mask.reshape(4, BLOCK)
        first = int(np.argmax(per_block.any(1)))
        if per_block[first + 1 :].all() and first < 2:
            block_states += 1
    assert 200 < block_states < 450, f"seed {SEED}: {block_states} states of block decoding"


def test_batch(rng):
    batch = make_batch([OneRow()], [(0, 0, None)] * 8, 5 + 2 * BLOCK, np.linspace(0.05, 0.95, 8), rng)
    ids = batch["ids"]
    assert (ids[:, :5] == torch.arange(10, 15)).all(), "the prompt is never masked"
    assert (ids.reshape(-1)[batch["rows"]] == MASK_ID).all() and (ids == MASK_ID).sum() == len(batch["rows"])
    assert abs(batch["weight"].sum().item() - 1) < 1e-5
    restored = ids.reshape(-1).clone()
    restored[batch["rows"]] = batch["target"]
    assert (restored.view(8, -1)[:, 5:45] == torch.arange(15, 55)).all()
    assert (restored.view(8, -1)[:, 45:] == EOS_ID).all(), "end of text fills the window"


class LongRow:
    """5 prompt tokens, 100 answer tokens."""

    def row(self, _):
        return np.arange(10, 115, dtype=np.uint16), 5


def test_cuts(rng):
    cuts = [cut_block(100, rng) for _ in range(500)]
    assert {cut for cut in cuts if cut is not None} == {0, 1}, f"seed {SEED}: {set(cuts)}"
    assert all(cut_block((1 + LOOKAHEAD) * BLOCK - 1, rng) is None for _ in range(50)), "nothing lies behind a short answer"
    length = 5 + (1 + LOOKAHEAD) * BLOCK
    batch = make_batch([LongRow()], [(0, 0, 0)] * 8, length, np.linspace(0.05, 0.95, 8), rng)
    restored = batch["ids"].reshape(-1).clone()
    restored[batch["rows"]] = batch["target"]
    assert (restored.view(8, -1) == torch.arange(10, 10 + length)).all(), "the answer goes on to the last row and beyond"
    assert (batch["ids"][:, 5 + BLOCK :] == MASK_ID).all(), "what follows the block is masked"


def test_export():
    cfg = Config(layers=2, d=32, heads=2, ff=48, vocab=64)
    params = initial(cfg, torch.Generator().manual_seed(SEED))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.safetensors")
        safetensors_io.save(path, to_llada(cfg, params), {"format": "pt"})
        back = from_llada(cfg, path)
    for name, tensor in params.items():
        assert torch.equal(back[name], tensor), name


def main():
    rng = np.random.default_rng(SEED)
    test_windows(rng)
    test_masks(rng)
    test_batch(rng)
    test_cuts(rng)
    test_export()
    print(f"seed {SEED}: windows, masks, batches and export agree")


if __name__ == "__main__":
    main()
