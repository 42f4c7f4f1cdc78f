"""The safetensors file format (github.com/huggingface/safetensors): 8-byte header length, JSON header, raw data."""
import json
import struct

import torch

NAMES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}
DTYPES = {text: dtype for dtype, text in NAMES.items()}


def save(path, tensors, metadata=None):
    """tensors: name -> tensor, written in name order."""
    header, chunks, offset = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        data = tensor.view(torch.uint8).numpy().tobytes() if tensor.dtype != torch.bfloat16 else tensor.view(torch.int16).numpy().tobytes()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        chunks.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for data in chunks:
            file.write(data)


def load(path):
    """-> name -> fp32 tensor."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    out = {}
    for name, entry in header.items():
        if name != "__metadata__":
            low, high = entry["data_offsets"]
            flat = torch.frombuffer(data, dtype=torch.uint8, count=high - low, offset=low).view(DTYPES[entry["dtype"]])
            out[name] = flat.reshape(entry["shape"]).float()
    return out
