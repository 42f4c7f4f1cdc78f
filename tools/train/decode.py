"""Block-wise low-confidence decoding with a threshold, as the server does it (LLaDA's generate.py, Fast-dLLM's threshold)."""
import torch

from data import BLOCK, EOS_ID, EOT_ID, MASK_ID


def decode(model, prompt, window, threshold=0.9):
    """prompt: list of ids; -> (answer ids without the end tokens, forward passes). Deterministic."""
    ids = torch.tensor([list(prompt) + [MASK_ID] * window])
    start, passes = len(prompt), 0
    for low in range(start, start + window, BLOCK):
        block = torch.arange(low, low + BLOCK)
        while True:
            rows = block[ids[0, block] == MASK_ID]
            if len(rows) == 0:
                break
            scores = model.logits(ids, rows).float()
            scores[:, MASK_ID] = -1e30
            confidence, token = scores.softmax(-1).max(-1)
            passes += 1
            take = confidence >= threshold
            take[confidence.argmax()] = True
            ids[0, rows[take]] = token[take]
        if ids[0, low + BLOCK - 1] == EOS_ID:
            break
    answer = []
    for token in ids[0, start:].tolist():
        if token in (EOS_ID, EOT_ID, MASK_ID):
            break
        answer.append(token)
    return answer, passes


def accuracy(model, rows, names, per_family, max_window=256):
    """Exact-match share per family on the first `per_family` rows of each -> ({family: share}, mean passes)."""
    right, seen, passes = {}, {}, 0
    for i in range(len(rows)):
        name = names[rows.family[i]]
        if seen.get(name, 0) >= per_family:
            continue
        row, prompt = rows.row(i)
        wanted = row[prompt:-1].tolist()
        window = min(max_window, -(-(len(wanted) + 2) // BLOCK) * BLOCK + BLOCK)
        got, n = decode(model, row[:prompt].tolist(), window)
        passes += n
        seen[name] = seen.get(name, 0) + 1
        right[name] = right.get(name, 0) + (got == wanted)
    return {name: right[name] / seen[name] for name in seen}, passes / max(1, sum(seen.values()))
