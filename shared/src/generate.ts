import { z } from "zod";
import { denoisingOptions } from "./denoising.ts";
import { protocolVersion } from "./version.ts";

/** Where the edge posts a generation on a node. */
export const GENERATE_PATH = "/dyllm/v1/generate";

/** Ids travel in headers and log lines: short, and no character that either would have to escape. */
export const requestId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/);

/** A canvas longer than this is refused before any model is asked; models usually have a smaller limit of their own. */
export const MAX_CANVAS_TOKENS = 65_536;

/** OpenAI allows four stop strings; each is bounded so that matching stays cheap. */
export const MAX_STOP_STRINGS = 4;
export const MAX_STOP_LENGTH = 256;

/** Longest time a request may ask a node to work, in ms (one hour: an 8B model on a CPU is that slow). */
export const MAX_TIMEOUT_MS = 3_600_000;

/** Bounds on the time between two signs of life, in ms: below, they would cost more than frames; above, they say nothing. */
export const MIN_KEEP_ALIVE_MS = 50;
export const MAX_KEEP_ALIVE_MS = 60_000;

/** Response header by which a node confirms `keepAliveMs`; without it silence means nothing. */
export const KEEP_ALIVE_HEADER = "x-dyllm-keep-alive-ms";

export const chatMessage = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string(),
});

export type ChatMessage = z.infer<typeof chatMessage>;

/** Gaps of one infill request: enough for a page's editor, few enough that each still has rows to itself. */
export const MAX_GAPS = 16;

/** OpenAI's bound on `top_logprobs`. */
export const MAX_TOP_LOGPROBS = 20;

/** Entries of a `logit_bias`: each costs a lookup per row and step, and a ban list of words has tens. */
export const MAX_LOGIT_BIASES = 300;

/** OpenAI's range: ±100 bans or forces a token. */
export const MAX_LOGIT_BIAS = 100;

/** A scope is an id or a digest of one. */
export const MAX_PREFIX_SCOPE = 128;

const tokenId = z.int().min(0).max(0x7fff_ffff);

/**
 * Fixed text around gaps: text, token ids, or a conversation put through the chat template with the beginning of its answer
 * (so that an answer may have fixed parts: a form).
 */
const segment = z.union([
  z.string(),
  z.array(tokenId).max(MAX_CANVAS_TOKENS),
  z.object({ messages: z.array(chatMessage).min(1), answer: z.string() }),
]);

/**
 * What the answer continues: a conversation put through the model's chat template, text or token ids taken as they are, or
 * text with gaps: k + 1 segments, the canvas of the i-th gap between the i-th and the next.
 */
export const promptInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("chat"), messages: z.array(chatMessage).min(1) }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("tokens"), tokens: z.array(tokenId).max(MAX_CANVAS_TOKENS) }),
  z
    .object({
      kind: z.literal("infill"),
      segments: z
        .array(segment)
        .min(2)
        .max(MAX_GAPS + 1),
      /** Tokens of each gap's canvas. `canvas.maxTokens` is their sum. */
      gapTokens: z.array(z.int().min(1).max(MAX_CANVAS_TOKENS)).min(1).max(MAX_GAPS),
    })
    .refine((input) => input.segments.length === input.gapTokens.length + 1, "k gaps lie between k + 1 segments"),
]);

export type PromptInput = z.infer<typeof promptInput>;

export const samplingOptions = z.object({
  /** 0: greedy. Above: Gumbel noise on the logits, in float64 (LLaDA). */
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1).optional(),
  topK: z.int().min(1).optional(),
  /** Same seed, model, options and prompt: same answer, whatever else runs on the node. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** Added to the logits before anything else, so it moves probabilities too. −100 bans a token altogether. */
  logitBias: z
    .array(z.object({ token: tokenId, bias: z.number().min(-MAX_LOGIT_BIAS).max(MAX_LOGIT_BIAS) }))
    .max(MAX_LOGIT_BIASES)
    .optional(),
});

export type SamplingOptions = z.infer<typeof samplingOptions>;

/** What a node needs to take over a canvas another node began: the ids committed so far, by position. */
export const resumePoint = z
  .object({
    /** Positions within the answer (0 = first answer token). */
    positions: z.array(z.int().min(0)),
    tokens: z.array(z.int().min(0)),
    /** Steps already spent. */
    steps: z.int().min(0),
    /** UTF-16 code units of answer text already delivered: the node sends only what follows. */
    textLength: z.int().min(0),
  })
  .refine((r) => r.positions.length === r.tokens.length, "positions and tokens differ in length");

export type ResumePoint = z.infer<typeof resumePoint>;

/** One generation, edge → node. Unknown fields are ignored, so that a newer edge can talk to an older node. */
export const generateRequest = z.object({
  version: protocolVersion,
  requestId,
  model: z.string().min(1).max(256),
  input: promptInput,
  canvas: z.object({
    /** Longest answer in tokens. */
    maxTokens: z.int().min(1).max(MAX_CANVAS_TOKENS),
    /** Tokens per semi-autoregressive block. */
    blockLength: z.int().min(1).max(MAX_CANVAS_TOKENS).optional(),
  }),
  sampling: samplingOptions,
  denoising: denoisingOptions,
  stop: z.array(z.string().min(1).max(MAX_STOP_LENGTH)).max(MAX_STOP_STRINGS),
  /** Time the node may spend, from receipt, in ms. Relative, so that clock skew cannot shorten it. */
  timeoutMs: z.int().min(1).max(MAX_TIMEOUT_MS),
  /** The node writes an empty line when it has sent nothing for so long, in ms: silence then means that it is lost. */
  keepAliveMs: z.int().min(MIN_KEEP_ALIVE_MS).max(MAX_KEEP_ALIVE_MS).optional(),
  resume: resumePoint.optional(),
  /** The answer begins with this text: its tokens are committed before the first step. Not for `infill`. */
  answerStart: z.string().min(1).max(MAX_STOP_LENGTH).optional(),
  /** Committed frames say what their step did: `pieces`, `recomputed`, `salientFraction`, `kind`, `ms`. */
  trace: z.boolean().optional(),
  /** Committed frames carry `bytes`, and `candidates` where this is above 0. */
  topLogprobs: z.int().min(0).max(MAX_TOP_LOGPROBS).optional(),
  /** The accepted frame carries `promptBytes`. */
  echo: z.boolean().optional(),
  /**
   * Requests of one scope may share what the node computed for a beginning they have in common, where the node is set up to:
   * whoever is in a scope could tell from the time of an answer what another of it has asked. Absent: nothing is shared.
   */
  prefixScope: z.string().min(1).max(MAX_PREFIX_SCOPE).optional(),
  /** W3C trace context of the edge's span, in the body so that it travels on every kind of link. Malformed: ignored. */
  traceparent: z.string().max(128).optional(),
});

export type GenerateRequest = z.infer<typeof generateRequest>;
