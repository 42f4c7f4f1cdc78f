#!/bin/sh
# Data, tokenizer, training, export: the default model from nothing. Usage: tools/train/run.sh [minutes]
# Needs node (with the dependencies installed), a C compiler and a python3 with torch (PYTHON names another one).
set -eu
cd "$(dirname "$0")/../.."
PYTHON="${PYTHON:-python3}"
MINUTES="${1:-95}"
OUT=tools/train/out

# Waiting threads sleep, so that two threads on a busy machine do not spin; large buffers are kept and not returned to the system.
export OMP_WAIT_POLICY=passive
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 GLIBC_TUNABLES=glibc.malloc.hugetlb=1

if [ ! -f "$OUT/run/checkpoint.pt" ]; then
  node --import tsx tools/taskgen/src/tokenizer-train.ts --out models/dyllm-demo
  node --import tsx tools/taskgen/src/pack.ts --out "$OUT/data" --examples 1000000 --drill 60000
  "$PYTHON" tools/train/train.py --data "$OUT/data" --out "$OUT/run" --minutes "$MINUTES" \
    --batch-tokens 4096 --drill-only 5 --drill 0.2
else
  "$PYTHON" tools/train/train.py --data "$OUT/data" --out "$OUT/run" --minutes "$MINUTES" \
    --batch-tokens 4096 --drill 0.2 --resume
fi
"$PYTHON" tools/train/export.py --run "$OUT/run" --to models/dyllm-demo
