#!/bin/sh
# Data, tokenizer, training, export: the default model from nothing. Usage: tools/train/run.sh [minutes]
# Needs node (with the dependencies installed), a C compiler and a python3 with torch (PYTHON names another one).
set -eu
cd "$(dirname "$0")/../.."
PYTHON="${PYTHON:-python3}"
MINUTES="${1:-75}"
OUT=tools/train/out
# What two CPU cores can learn in this time; without --mix all families come in with their own weights.
MIX="${MIX:-sql:8,javascript:7,facts:8,json:13,units:9,letters:6,ordering:8,smalltalk:2,refusal:2,dates:3,arithmetic:2,sorting:2}"

# Waiting threads sleep, so that two threads on a busy machine do not spin; large buffers are kept and not returned to the system.
export OMP_WAIT_POLICY=passive
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 GLIBC_TUNABLES=glibc.malloc.hugetlb=1

if [ ! -f "$OUT/run/checkpoint.pt" ]; then
  node --import tsx tools/taskgen/src/tokenizer-train.ts --out models/dyllm-demo
  node --import tsx tools/taskgen/src/pack.ts --out "$OUT/data" --examples 500000 --drill 60000 --max-tokens 128 --mix "$MIX"
  START="--drill-only 5"
else
  START="--resume"
fi
# shellcheck disable=SC2086 # two words
"$PYTHON" tools/train/train.py --data "$OUT/data" --out "$OUT/run" --minutes "$MINUTES" $START \
  --batch-tokens 4096 --muon-lr 0.012 --adam-lr 0.002 --drill 0.2
"$PYTHON" tools/train/export.py --run "$OUT/run" --to models/dyllm-demo
