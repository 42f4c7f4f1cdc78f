#!/bin/sh
# Tokenizer, data, training, export, evaluation: the default model from nothing, in one command.
#
#   tools/train/run.sh             # as the shipped model: about 11 hours on two cores
#   MINUTES_SCALE=0.5 tools/train/run.sh
#   SMOKE=1 TO=/some/scratch/dyllm-demo OUT=/some/scratch/out tools/train/run.sh   # all steps, tiny, about 4 minutes
#
# Called again it goes on where it was stopped. Needs node (with the dependencies installed), a C compiler and a python3 with
# torch (PYTHON names another one). OUT holds data and checkpoints, TO is the model folder that is written. TOKENIZER=FILE keeps
# an existing tokenizer.json instead of training one.
set -eu
cd "$(dirname "$0")/../.."
PYTHON="${PYTHON:-python3}"
THREADS="${THREADS:-2}"
SCALE="${MINUTES_SCALE:-1}"
OUT="${OUT:-tools/train/out/from-nothing}"
TO="${TO:-$OUT/dyllm-demo}"

# Copying from the prompt and the easy families first; then every family such a model gets right soon; then longer answers, a quarter
# of them of 80 tokens and more. The fourth run adds two layers and the families that calculate; single calculations are drilled
# beside them in its second half, while the learning rate falls.
MIX_1="sql:8,javascript:7,facts:8,json:13,units:9,letters:6,ordering:8,smalltalk:2,refusal:2,dates:3,arithmetic:2,sorting:2"
MIX_2="json:13,units:9,letters:10,ordering:8,dates:6,definitions:6,facts:5,sql:6,javascript:6,several:10,smalltalk:3,refusal:6,fill-in:4,two-turn:2"
MIX_3="json:12,units:9,letters:9,ordering:6,dates:6,definitions:5,facts:8,sql:7,javascript:7,several:28,smalltalk:7,refusal:3,fill-in:4,two-turn:2,price:1,tables:1,sorting:1"
MIX_4="arithmetic:10,word-problems:8,price:6,units:9,dates:7,sorting:8,letters:5,ordering:8,sudoku:3,facts:3,definitions:2,json:8,tables:4,sql:3,javascript:3,fill-in:4,smalltalk:2,refusal:3,two-turn:4,several:3"
MIX_5="arithmetic:9,word-problems:7,price:6,units:9,dates:7,sorting:7,letters:8,ordering:7,sudoku:2,facts:6,definitions:3,json:9,tables:6,sql:5,javascript:5,fill-in:5,smalltalk:6,refusal:4,two-turn:4,several:22"
DRILL=5 MINUTES_1=75 MINUTES_2=135 MINUTES_3=77 MINUTES_4=358 MIX_5_AT=249
EXAMPLES=300000 DRILL_ROWS=60000 LAYERS=6 GROW_TO=8
EVALUATE="--limit 200"
if [ "${SMOKE:-0}" = 1 ]; then
  DRILL=0.1 MINUTES_1=0.3 MINUTES_2=0.3 MINUTES_3=0.3 MINUTES_4=0.6 MIX_5_AT=0.3
  EXAMPLES=3000 DRILL_ROWS=2000 LAYERS=1 GROW_TO=2
  EVALUATE="--split iid,ood --family sql,facts,refusal --limit 2"
fi
minutes() { awk "BEGIN { print $1 * $SCALE }"; }

# Waiting threads sleep, so that two threads on a busy machine do not spin; large buffers are kept and not returned to the system.
export OMP_WAIT_POLICY=passive
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 GLIBC_TUNABLES=glibc.malloc.hugetlb=1

mkdir -p "$OUT" "$TO"
if [ ! -f "$TO/tokenizer.json" ]; then
  if [ -n "${TOKENIZER:-}" ]; then
    cp "$TOKENIZER" "$(dirname "$TOKENIZER")/tokenizer_config.json" "$TO"
  else
    node --import tsx tools/taskgen/src/tokenizer-train.ts --out "$TO"
  fi
fi
if [ ! -f "$TO/dyllm.json" ]; then
  cp models/dyllm-demo/dyllm.json "$TO"
fi

# pack NAME SEED MAX_TOKENS MIX: the rows are moved to their place when they are all there.
pack() {
  if [ ! -d "$OUT/$1" ]; then
    node --import tsx tools/taskgen/src/pack.ts --out "$OUT/$1.partial" --tokenizer "$TO/tokenizer.json" \
      --examples "$EXAMPLES" --drill "$DRILL_ROWS" --seed "$2" --max-tokens "$3" --mix "$4"
    mv "$OUT/$1.partial" "$OUT/$1"
  fi
}

# train NAME DATA MINUTES MUON_LR ADAM_LR FLAG...: starts a run, or continues it from its checkpoint.
train() {
  name=$1 data=$2 time=$3 muon=$4 adam=$5
  shift 5
  if [ -f "$OUT/$name/checkpoint.pt" ]; then
    set -- "$@" --resume
  fi
  "$PYTHON" tools/train/train.py --data "$OUT/$data" --out "$OUT/$name" --minutes "$time" --threads "$THREADS" \
    --layers "$LAYERS" --batch-tokens 4096 --muon-lr "$muon" --adam-lr "$adam" --dev-per-family 1 "$@"
}

if [ ! -f "$OUT/first/model.safetensors" ]; then
  pack data-1 71 128 "$MIX_1"
  train first data-1 "$(minutes "$MINUTES_1")" 0.012 0.002 --drill 0.2 --drill-only "$(minutes "$DRILL")"
  "$PYTHON" tools/train/export.py --run "$OUT/first" --to "$OUT/first"
fi
pack data-2 72 208 "$MIX_2"
if [ ! -f "$OUT/second/model.safetensors" ]; then
  train second data-2 "$(minutes "$MINUTES_2")" 0.012 0.002 --drill 0 --init "$OUT/first/model.safetensors"
  "$PYTHON" tools/train/export.py --run "$OUT/second" --to "$OUT/second"
fi
pack data-3 73 256 "$MIX_3"
if [ ! -f "$OUT/third/model.safetensors" ]; then
  train third data-3 "$(minutes "$MINUTES_3")" 0.012 0.002 --drill 0 --init "$OUT/second/model.safetensors"
  "$PYTHON" tools/train/export.py --run "$OUT/third" --to "$OUT/third"
fi
pack data-4 74 256 "$MIX_4"
pack data-5 75 256 "$MIX_5"
train fourth data-4 "$(minutes "$MINUTES_4")" 0.008 0.0013 --drill 0 --init "$OUT/third/model.safetensors" --grow-to "$GROW_TO" \
  --stop-at "$(minutes "$MIX_5_AT")"
train fourth data-5 "$(minutes "$MINUTES_4")" 0.008 0.0013 --drill 0.15 --drill-until 0.97
"$PYTHON" tools/train/export.py --run "$OUT/fourth" --to "$TO"
# shellcheck disable=SC2086 # several words
npm run --silent eval -- --model-dir "$TO" --model "$(basename "$TO")" --modes dense,default \
  --json "$OUT/evaluation.json" $EVALUATE
