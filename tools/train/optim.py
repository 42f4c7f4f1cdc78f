"""Muon for the hidden matrices (Keller Jordan 2024, github.com/KellerJordan/Muon), AdamW for tables, head and norms."""
import torch

NS = (3.4445, -4.7750, 2.0315)
NS_STEPS = 5


def orthogonalize(g):
    """Newton-Schulz on a stack f32 [k, rows, cols] -> nearest orthogonal matrices, bf16."""
    tall = g.shape[1] > g.shape[2]
    x = (g.transpose(1, 2) if tall else g).contiguous()
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).to(torch.bfloat16)
    a, b, c = NS
    for _ in range(NS_STEPS):
        s = torch.bmm(x, x.transpose(1, 2))
        x = a * x + torch.bmm(torch.baddbmm(s, s, s, beta=b, alpha=c), x)
    return x.transpose(1, 2) if tall else x


def hidden_parts(cfg, name):
    """How many independent matrices are stacked in a fused one."""
    return 3 if name.endswith(".qkv") else 2 if name.endswith(".gate_up") else 1


class Optimizer:
    def __init__(self, cfg, params, muon_lr=0.01, adam_lr=1.5e-3, muon=True, decay=0.01):
        self.cfg, self.params, self.decay = cfg, params, decay
        self.muon_lr, self.adam_lr = muon_lr, adam_lr
        self.hidden = [n for n in params if muon and "." in n and params[n].dim() == 2]
        self.other = [n for n in params if n not in self.hidden]
        self.state = {n: {"m": torch.zeros_like(p)} for n, p in params.items()}
        for n in self.other:
            self.state[n]["v"] = torch.zeros_like(params[n])
        self.step_count = 0

    def step(self, grads, scale):
        """One update; `scale` multiplies both learning rates. Returns the global gradient norm of the AdamW part."""
        self.step_count += 1
        beta = 0.95
        by_shape = {}
        for n in self.hidden:
            m = self.state[n]["m"]
            g = grads[n].float()
            m.mul_(beta).add_(g)
            nesterov = g.add_(m, alpha=beta)
            parts = hidden_parts(self.cfg, n)
            stack = nesterov.view(parts, nesterov.shape[0] // parts, nesterov.shape[1])
            shape = tuple(stack.shape[1:])
            for k in range(parts):
                flip = shape[0] > shape[1]
                key = shape[::-1] if flip else shape
                by_shape.setdefault(key, []).append((n, k, stack[k].t() if flip else stack[k], flip))
        for entries in by_shape.values():
            update = orthogonalize(torch.stack([e[2] for e in entries])).float()
            for (n, k, _, flip), u in zip(entries, update):
                u = u.t() if flip else u
                p = self.params[n]
                rows = p.shape[0] // hidden_parts(self.cfg, n)
                part = p[k * rows : (k + 1) * rows]
                lr = self.muon_lr * scale * max(1.0, rows / p.shape[1]) ** 0.5
                part.mul_(1 - self.decay * lr).sub_(u, alpha=lr)
        norm = torch.sqrt(sum((grads[n].float() ** 2).sum() for n in self.other)).item()
        clip = min(1.0, 1.0 / (norm + 1e-6))
        b1, b2 = 0.9, 0.95
        c1, c2 = 1 - b1**self.step_count, 1 - b2**self.step_count
        lr = self.adam_lr * scale
        for n in self.other:
            g = grads[n].float() * clip
            m, v = self.state[n]["m"], self.state[n]["v"]
            m.lerp_(g, 1 - b1)
            v.mul_(b2).addcmul_(g, g, value=1 - b2)
            p = self.params[n]
            if p.dim() == 2:
                p.mul_(1 - self.decay * lr)
            p.addcdiv_(m, (v / c2).sqrt_().add_(1e-8), value=-lr / c1)
        return norm

    def state_dict(self):
        return {"state": self.state, "step": self.step_count}

    def load_state_dict(self, saved):
        self.state, self.step_count = saved["state"], saved["step"]
