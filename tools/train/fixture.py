"""Writes the numerical fixture: a tiny random LLaDA checkpoint and the logits a plain float64 PyTorch forward gives for it.

/usr/bin/python3 tools/train/fixture.py            (Debian python3-torch 1.13; rewrites test/fixtures/tiny-llada*)

Written from the description of LLaDA (RMSNorm, rotate-half RoPE, bidirectional attention, SwiGLU, untied head, no biases)
and shares nothing with model.py: a mistake there or in the node must not be repeated here. RoPE angles, cosines and sines
are float64. Weights are stored as float32 and widened, so that the reference sees what a loader sees.
"""
import json
import math
import os
import struct

import torch

SEED = 20261123
D, HEADS, FF, VOCAB, LAYERS, MAX_ROWS, THETA, EPS = 64, 4, 160, 320, 2, 128, 10000.0, 1e-5
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "test", "fixtures")
SPECIALS = ["<|startoftext|>", "<|endoftext|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|mdm_mask|>"]
SPECIALS += [f"<|reserved_{i}|>" for i in range(10)]
FIRST_SPECIAL = VOCAB - len(SPECIALS)
FAVOURITE = 295  # often the likeliest with this seed
BOS, EOS, EOT, MASK = FIRST_SPECIAL, FIRST_SPECIAL + 1, FIRST_SPECIAL + 4, FIRST_SPECIAL + 5
MERGES = """t h|th e|i n|e r|a n|o n|r e|a t|e n|o r|e s|i s|i t|a r|o u|in g|an d|e d|a l|l e|s t|o f|u s|c h|u r|i c|o m|l l
r o|Ġ t|Ġ a|Ġ s|Ġ w|Ġ o|Ġ the|Ġ in|Ġ c|Ġ b|Ġ p|Ġ m|Ġ f|Ġ d|Ġ and|Ġ of|Ġ is|v e|c e|l y""".replace("\n", "|").split("|")
TEMPLATE = (
    "{% for message in messages %}{% if loop.first %}{{ bos_token }}{% endif %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)


def random_weights(generator):
    """Spread out on purpose: attention that is not uniform, norms that are not 1, argmaxes that differ between rows."""
    def normal(shape, std):
        return torch.randn(shape, generator=generator, dtype=torch.float32) * std

    def norm():
        return 1 + normal((D,), 0.2)

    weights = {"model.transformer.wte.weight": normal((VOCAB, D), 1.0)}
    weights["model.transformer.wte.weight"][MASK] *= 0.3  # so that what a masked row predicts depends on its surroundings
    for i in range(LAYERS):
        block = f"model.transformer.blocks.{i}."
        weights[block + "attn_norm.weight"] = norm()
        weights[block + "q_proj.weight"] = normal((D, D), 1.6 / math.sqrt(D))
        weights[block + "k_proj.weight"] = normal((D, D), 1.6 / math.sqrt(D))
        weights[block + "v_proj.weight"] = normal((D, D), 1.0 / math.sqrt(D))
        weights[block + "attn_out.weight"] = normal((D, D), 1.0 / math.sqrt(D))
        weights[block + "ff_norm.weight"] = norm()
        weights[block + "ff_proj.weight"] = normal((FF, D), 1.0 / math.sqrt(D))
        weights[block + "up_proj.weight"] = normal((FF, D), 1.0 / math.sqrt(D))
        weights[block + "ff_out.weight"] = normal((D, FF), 1.0 / math.sqrt(FF))
    weights["model.transformer.ln_f.weight"] = norm()
    weights["model.transformer.ff_out.weight"] = normal((VOCAB, D), 0.35)
    head = weights["model.transformer.ff_out.weight"]
    head[EOS] *= 1.4  # some answers end before their window does
    head[MASK] = 1.2 * head[FAVOURITE]  # where this token leads, the mask would win if it were not banned
    head[MASK + 1 :] *= 0.1  # reserved tokens have no text
    return weights


def rms_norm(x, weight):
    return x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + EPS) * weight


def rotate(x):
    """x [heads, rows, head_dim]; component i is paired with i + head_dim / 2, row r stands at position r."""
    half = x.shape[-1] // 2
    frequency = THETA ** (-torch.arange(half, dtype=torch.float64) * 2 / x.shape[-1])
    angle = torch.arange(x.shape[1], dtype=torch.float64)[:, None] * frequency[None, :]
    cos, sin = torch.cat([angle.cos()] * 2, dim=-1), torch.cat([angle.sin()] * 2, dim=-1)
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], dim=-1) * sin


def logits_of(weights, ids):
    """[rows, VOCAB] float64: nothing is masked, and the mask token keeps its own logit."""
    w = {name: tensor.double() for name, tensor in weights.items()}
    x = w["model.transformer.wte.weight"][torch.tensor(ids)]
    for i in range(LAYERS):
        def leaf(name):
            return w[f"model.transformer.blocks.{i}.{name}.weight"]

        def split(y):
            return y.view(len(ids), HEADS, D // HEADS).transpose(0, 1)

        n = rms_norm(x, leaf("attn_norm"))
        q, k, v = rotate(split(n @ leaf("q_proj").T)), rotate(split(n @ leaf("k_proj").T)), split(n @ leaf("v_proj").T)
        probabilities = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(D // HEADS), dim=-1)
        context = (probabilities @ v).transpose(0, 1).reshape(len(ids), D)
        x = x + context @ leaf("attn_out").T
        n = rms_norm(x, leaf("ff_norm"))
        gated = torch.nn.functional.silu(n @ leaf("ff_proj").T) * (n @ leaf("up_proj").T)
        x = x + gated @ leaf("ff_out").T
    return rms_norm(x, w["model.transformer.ln_f.weight"]) @ w["model.transformer.ff_out.weight"].T


def canvases(generator):
    """Token ids, and the rows whose logits are kept: all of a short text, and both ends and the middle of longer ones."""
    def text(length):
        return torch.randint(0, FIRST_SPECIAL, (length,), generator=generator).tolist()

    half_masked = text(20) + [t if i % 3 == 1 else MASK for i, t in enumerate(text(20))]
    return [
        ("no mask", [BOS] + text(8) + [EOT], list(range(10))),
        ("prompt, masked answer", half_masked, [0, 7, *range(19, 30), 39]),
        ("longest canvas", text(48) + [MASK] * (MAX_ROWS - 48), [0, 31, 47, 48, 49, 64, 96, 126, 127]),
    ]


def byte_characters():
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in printable]
    table = {b: chr(b) for b in printable}
    table.update({b: chr(256 + i) for i, b in enumerate(others)})
    return [table[b] for b in range(256)]


def tokenizer():
    """Byte-level BPE: ids 0-255 the bytes, then the merges, then the specials."""
    vocab = {c: i for i, c in enumerate(byte_characters())}
    for merge in MERGES:
        vocab[merge.replace(" ", "")] = len(vocab)
    assert len(vocab) == FIRST_SPECIAL, len(vocab)
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": FIRST_SPECIAL + i, "content": s, **flags} for i, s in enumerate(SPECIALS)],
        "normalizer": None, "pre_tokenizer": byte_level, "post_processor": None, "decoder": byte_level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": vocab, "merges": [merge.split(" ") for merge in MERGES],
        },
    }


CONFIG = {
    "architectures": ["LLaDAModelLM"], "model_type": "llada", "block_type": "llama", "activation_type": "silu",
    "d_model": D, "n_heads": HEADS, "n_kv_heads": HEADS, "n_layers": LAYERS, "mlp_hidden_size": FF,
    "vocab_size": VOCAB, "embedding_size": VOCAB, "max_sequence_length": MAX_ROWS, "weight_tying": False,
    "layer_norm_type": "rms", "rms_norm_eps": EPS, "rope": True, "rope_theta": THETA, "rope_full_precision": True,
    "include_bias": False, "include_qkv_bias": False, "bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": EOS,
    "eot_token_id": EOT, "mask_token_id": MASK, "torch_dtype": "float32",
}
TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": SPECIALS[0], "eos_token": SPECIALS[1],
    "pad_token": SPECIALS[1], "mask_token": SPECIALS[5], "add_bos_token": False, "add_eos_token": False,
    "clean_up_tokenization_spaces": False, "model_max_length": MAX_ROWS, "chat_template": TEMPLATE,
}


def write_json(path, value, indent=None):
    with open(path, "w", encoding="utf8") as file:
        json.dump(value, file, ensure_ascii=False, indent=indent)
        file.write("\n")


def write_safetensors(path, tensors):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        data = tensor.contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def main():
    generator = torch.Generator().manual_seed(SEED)
    weights = random_weights(generator)
    directory = os.path.join(OUT, "tiny-llada")
    os.makedirs(directory, exist_ok=True)
    write_safetensors(os.path.join(directory, "model.safetensors"), weights)
    write_json(os.path.join(directory, "config.json"), CONFIG, indent=2)
    write_json(os.path.join(directory, "tokenizer.json"), tokenizer())
    write_json(os.path.join(directory, "tokenizer_config.json"), TOKENIZER_CONFIG, indent=2)
    dump = []
    for name, ids, rows in canvases(generator):
        logits = logits_of(weights, ids)
        dump.append({"name": name, "ids": ids, "rows": rows, "logits": logits[rows].tolist()})
    about = f"float64 logits of tiny-llada for the listed rows; tools/train/fixture.py, seed {SEED}, torch {torch.__version__}"
    write_json(os.path.join(OUT, "tiny-llada-logits.json"), {"about": about, "canvases": dump})


if __name__ == "__main__":
    main()
