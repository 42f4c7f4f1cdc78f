import { DENOISING_MODES } from "@dyllm/shared";

/** The command line was not understood; the caller prints the message and the usage and exits with 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** A failure the operator can mend, told in one line; the caller prints it and exits with 1. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
  }
}

/** Exit codes, as shells expect them: 128 + the signal's number after a signal. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export const USAGE = `dyllm-node: serves a masked-diffusion language model, denoised with DyLLM

  dyllm-node serve --model DIR [options]
    --host HOST             address to listen on (127.0.0.1)
    --port PORT             port, 0 for any free one (9100)
    --threads N             threads of the backend (all cores)
    --backend KIND          cpu, wasm, webgpu or auto (auto: a GPU where there is one, else cpu)
    --memory SIZE           on a GPU: what weights, working space and caches may take together, as 24GB or 800MB
                            (as much as --max-running canvases of the longest take)
    --precision P           fp32, on a GPU fp16, on the CPU int8, or auto (auto: fp16 where a real GPU has it, else fp32)
    --prefix-cache SIZE     keys and values of ended requests kept for those that begin alike (none); in mode delayed-cache
    --max-running N         requests denoised together (4)
    --max-queued N          requests that may wait (64)
    --step-target MS        what one step may take; running requests take turns where all together would take longer
                            (no target: all take part in every step)
    --node-id ID            name in status and frames (the host's name)
    --signing-key ID:SECRET key of a caller, secret in base64url; may be repeated. Other users of the machine can read
                            command lines: prefer DYLLM_SIGNING_KEYS in the environment (comma separated)
    --insecure-no-auth      take unsigned requests; only on a loopback address
    --connect wss://HOST    dial out to a gateway and take work over that connection; may be repeated. All a node behind
                            NAT needs: nothing has to reach it from outside
    --register https://HOST register this node's address with a gateway, and renew it; may be repeated
    --public-url URL        the address to register: scheme, host and port at which the gateway reaches this node
    --log-level LEVEL       debug, info, warn, error or silent (info)

  dyllm-node generate PROMPT --model DIR [options]
    --max-tokens N  --temperature T  --seed N  --steps N  --tau T  --confidence-threshold C
    --mode MODE             ${DENOISING_MODES.join(", ")} (the model's default)
    --raw                   continue the text as it is, without the chat template
    --show-canvas           draw the canvas as it fills
    --stats                 tokens, steps and time on standard error
    --threads N  --backend KIND

  dyllm-node calibrate --model DIR --prompts FILE [options]
                            finds mode, τ, commit rule and window for a model on prompts of yours, one a line (or a JSON
                            string a line), prints speed against answers kept, and presets for dyllm.json
    --max-tokens N  --threads N  --backend KIND

  dyllm-node inspect DIR
  dyllm-node inspect --devices
                            the WebGPU adapters of this machine, their limits and features, or what is missing

  dyllm-node --help | --version
`;
