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

export const chatMessage = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string(),
});

export type ChatMessage = z.infer<typeof chatMessage>;

/** What the answer continues: a conversation put through the model's chat template, or text taken as it is. */
export const promptInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("chat"), messages: z.array(chatMessage).min(1) }),
  z.object({ kind: z.literal("text"), text: z.string() }),
]);

export type PromptInput = z.infer<typeof promptInput>;

export const samplingOptions = z.object({
  /** 0: greedy. Above: Gumbel noise on the logits, in float64 (LLaDA). */
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1).optional(),
  topK: z.int().min(1).optional(),
  /** Same seed, model, options and prompt: same answer, whatever else runs on the node. */
  seed: z.int().min(0).max(0xffff_ffff),
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
  resume: resumePoint.optional(),
});

export type GenerateRequest = z.infer<typeof generateRequest>;
