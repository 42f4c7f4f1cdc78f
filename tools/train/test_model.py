"""The hand-written bf16 forward and backward agree with fp32 autograd. Run: python3 tools/train/test_model.py"""
import torch

from grow import deepen
from model import Config, Model, initial, reference_logits

SEED = 3


def compare(tied):
    cfg = Config(layers=2, d=64, heads=2, ff=96, vocab=128, max_length=64, tied=tied)
    generator = torch.Generator().manual_seed(SEED)
    params = initial(cfg, generator)
    ids = torch.randint(0, cfg.vocab, (3, 24), generator=generator)
    rows = torch.arange(5, 72, 3)
    target = torch.randint(0, cfg.vocab, (len(rows),), generator=generator)
    weight = torch.rand(len(rows), generator=generator)
    weight /= weight.sum()
    leaves = {name: p.clone().requires_grad_() for name, p in params.items()}
    logits = reference_logits(cfg, leaves, ids).reshape(-1, cfg.vocab)[rows]
    wanted = torch.nn.functional.cross_entropy(logits, target, reduction="none")
    (wanted * weight).sum().backward()
    loss, grads = Model(cfg, params).loss_and_grads(ids, rows, target, weight)
    assert (loss - wanted).abs().max() < 0.05, f"seed {SEED}: loss differs by {(loss - wanted).abs().max()}"
    for name, leaf in leaves.items():
        cosine = torch.cosine_similarity(grads[name].float().reshape(-1), leaf.grad.reshape(-1), dim=0)
        ratio = grads[name].float().norm() / leaf.grad.norm()
        assert cosine > 0.995 and abs(ratio - 1) < 0.03, f"seed {SEED}: gradient of {name}: cosine {cosine}, norm ratio {ratio}"
    print(f"seed {SEED}, tied {tied}: {len(leaves)} gradients agree")


def deeper_is_the_same():
    """Added blocks change no logit, and the old blocks keep their order."""
    cfg = Config(layers=3, d=64, heads=2, ff=96, vocab=128, max_length=64)
    generator = torch.Generator().manual_seed(SEED)
    params = initial(cfg, generator)
    ids = torch.randint(0, cfg.vocab, (2, 16), generator=generator)
    wanted = reference_logits(cfg, params, ids)
    for layers in (3, 4, 6):
        grown = reference_logits(*deepen(cfg, params, layers), ids)
        assert torch.equal(grown, wanted), f"seed {SEED}: {layers} blocks differ by {(grown - wanted).abs().max()}"
    print(f"seed {SEED}: added blocks change nothing")


def main():
    compare(False)
    compare(True)
    deeper_is_the_same()


if __name__ == "__main__":
    main()
