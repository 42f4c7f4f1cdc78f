"""Reads packed rows and makes training batches: window lengths, masks and loss weights (default-model.md describes why)."""
import json
import os

import numpy as np
import torch

EOS_ID, EOT_ID, MASK_ID = 1, 4, 5
BLOCK = 32
"""Serving decodes blocks of this many tokens; the response window is a multiple of it."""
TAIL_EOS_WEIGHT = 0.15
"""Loss weight of end-of-text tokens after the first: easy, and many."""
LATER_BLOCK_WEIGHT = 0.3
"""Loss weight of blocks after the one being decoded: they are predicted again when their turn comes."""
MIN_P = 0.03
"""Smallest mask probability; the loss weight p**-0.5 grows no further."""
LENGTH_STEP = 8
LOOKAHEAD = 1
"""Blocks beyond the current one that a cut canvas shows, as the served presets do."""
CUT_SHARE = 0.4
"""Of the rows whose answer is long enough, those that are cut."""
CHUNK = 4096
"""Rows sorted by length together, so that a batch holds rows of like length."""


class Rows:
    def __init__(self, folder, name):
        self.tokens = np.memmap(os.path.join(folder, f"{name}.tokens.bin"), np.uint16, "r")
        self.index = np.fromfile(os.path.join(folder, f"{name}.index.bin"), np.int32).reshape(-1, 2)
        self.family = np.fromfile(os.path.join(folder, f"{name}.family.bin"), np.uint8)
        self.start = np.concatenate([[0], np.cumsum(self.index.sum(1), dtype=np.int64)])

    def __len__(self):
        return len(self.index)

    def row(self, i):
        """-> (ids of prompt and answer, prompt length)."""
        return self.tokens[self.start[i] : self.start[i + 1]], int(self.index[i, 0])


def family_names(folder):
    with open(os.path.join(folder, "meta.json"), encoding="utf8") as file:
        return json.load(file)["families"]


def window_length(answer, rng):
    """Length of the response window for an answer of `answer` tokens (end of turn included): at least one end of text."""
    u = rng.random()
    if u < 0.5:
        return -(-(answer + 1) // LENGTH_STEP) * LENGTH_STEP
    blocks = -(-(answer + 1) // BLOCK)
    if u < 0.92:
        return blocks * BLOCK
    return (blocks + int(rng.integers(1, 3 if u < 0.985 else 6))) * BLOCK


def cut_block(answer, rng):
    """The block being decoded in a row whose canvas ends before its answer does, or None for a whole row.

    Serving may show the model no more than LOOKAHEAD blocks beyond the current one: an answer that goes on behind the last
    row it sees is then an ordinary sight.
    """
    last = answer // BLOCK - 1 - LOOKAHEAD
    return int(rng.integers(0, last + 1)) if last >= 0 and rng.random() < CUT_SHARE else None


def mask_response(answer, window, t, rng, block=None):
    """-> (mask bool [window], weight f32 [window]) for noise level t in (0, 1).

    Half of the rows are masked anywhere; the other half are states of block-by-block decoding: everything before a
    block visible, the block partly masked, everything after it masked. `block` asks for such a state of that block.
    """
    p = MIN_P + (1 - MIN_P) * t
    mask = rng.random(window) < p
    weight = np.full(window, p**-0.5, np.float32)
    if block is None and rng.random() < 0.55:
        block = int(rng.integers(0, answer // BLOCK + 1))
    if block is not None:
        low, high = block * BLOCK, min((block + 1) * BLOCK, window)
        mask[:low] = False
        mask[high:] = True
        weight[high:] = LATER_BLOCK_WEIGHT
        if not mask[low:high].any():
            mask[rng.integers(low, high)] = True
    elif not mask.any():
        mask[rng.integers(0, window)] = True
    weight[answer + 1 :] *= TAIL_EOS_WEIGHT
    return mask, weight


def make_batch(rows_of, picks, length, noise, rng):
    """picks: [(source, row, cut block or None)], noise f64 [n] -> dict of ids, rows, target, weight (sums to 1), t per masked token, is-content."""
    n = len(picks)
    ids = np.full((n, length), EOS_ID, np.int64)
    masks = np.zeros((n, length), bool)
    weights = np.zeros((n, length), np.float32)
    content = np.zeros((n, length), bool)
    for i, (source, r, cut) in enumerate(picks):
        row, prompt = rows_of[source].row(r)
        if cut is not None:
            # The batch's length is a multiple of LENGTH_STEP: what it has beyond the cut is answer too.
            row = row[:length]
        ids[i, : len(row)] = row
        answer = len(row) - prompt
        masks[i, prompt:], weights[i, prompt:] = mask_response(answer, length - prompt, noise[i], rng, cut)
        content[i, prompt : len(row)] = True
    target = ids.copy()
    ids[masks] = MASK_ID
    flat = np.flatnonzero(masks)
    weight = weights.reshape(-1)[flat]
    level = np.repeat(noise[:, None], length, 1).reshape(-1)[flat]
    return {
        "ids": torch.from_numpy(ids),
        "rows": torch.from_numpy(flat),
        "target": torch.from_numpy(target.reshape(-1)[flat]),
        "weight": torch.from_numpy(weight / weight.sum()),
        "level": torch.from_numpy(level),
        "content": torch.from_numpy(content.reshape(-1)[flat]),
    }


class Stream:
    """Endless batches of about `batch_tokens` tokens. Deterministic in `seed`; `state` allows an exact resume per chunk."""

    def __init__(self, folder, batch_tokens, seed):
        self.rows_of = [Rows(folder, "train"), Rows(folder, "drill")]
        self.batch_tokens = batch_tokens
        self.seed = seed
        self.chunk = 0

    def chunks(self, drill_share):
        """Yields lists of batches; `drill_share()` is asked per chunk for the share of drill rows."""
        while True:
            rng = np.random.default_rng([self.seed, self.chunk])
            self.chunk += 1
            drills = int(CHUNK * drill_share())
            picks = [(0, int(i)) for i in rng.integers(0, len(self.rows_of[0]), CHUNK - drills)]
            picks += [(1, int(i)) for i in rng.integers(0, len(self.rows_of[1]), drills)]
            sized = []
            for source, r in picks:
                prompt, answer = (int(v) for v in self.rows_of[source].index[r])
                cut = cut_block(answer, rng)
                total = prompt + (window_length(answer, rng) if cut is None else (cut + 1 + LOOKAHEAD) * BLOCK)
                sized.append((-(-total // LENGTH_STEP) * LENGTH_STEP, source, r, cut))
            order = sorted(range(len(sized)), key=lambda j: (sized[j][0], rng.random()))
            groups, group = [], []
            for j in order:
                length = sized[j][0]
                if group and length * (len(group) + 1) > self.batch_tokens:
                    groups.append(group)
                    group = []
                group.append(j)
            groups.append(group)
            rng.shuffle(groups)
            yield self._batches(groups, sized, rng)

    def _batches(self, groups, sized, rng):
        for group in groups:
            n = len(group)
            noise = (rng.permutation(n) + rng.random(n)) / n
            yield make_batch(self.rows_of, [sized[j][1:] for j in group], max(sized[j][0] for j in group), noise, rng)
