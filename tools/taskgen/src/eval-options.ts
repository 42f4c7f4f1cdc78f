import { parseArgs } from "node:util";
import { DENOISING_MODES, PRESETS } from "@dyllm/shared";
import { z } from "zod";
import { FAMILIES } from "./registry.ts";

/** Ask several items at a time at most; more only queues at the node. */
const MAX_CONCURRENCY = 64;
const MAX_REPEATS = 10;

const list = <T extends string>(names: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(names)).min(1));

const [firstFamily, ...otherFamilies] = FAMILIES.map((family) => family.name);

/** Options of the server that is started here. */
const LOCAL = ["model-dir", "precision"] as const;

const fields = z.object({
  "base-url": z.url().optional(),
  "api-key": z.string().default(process.env.OPENAI_API_KEY ?? ""),
  model: z.string().min(1).default("dyllm-demo"),
  "model-dir": z.string().optional(),
  precision: z.enum(["fp32", "int8"]).optional(),
  split: list(["iid", "template", "range", "ood", "dev"]).default(["iid", "template", "range", "ood"]),
  family: list([firstFamily ?? "", ...otherFamilies]).optional(),
  limit: z.coerce.number().int().min(1).default(200),
  concurrency: z.coerce.number().int().min(1).max(MAX_CONCURRENCY).default(2),
  modes: list(["default", ...PRESETS, ...DENOISING_MODES]).default(["dense", "default"]),
  repeat: z.coerce.number().int().min(1).max(MAX_REPEATS).default(1),
  json: z.string().optional(),
});

const schema = fields.superRefine((options, context) => {
  for (const name of LOCAL) {
    if (options["base-url"] !== undefined && options[name] !== undefined) {
      context.addIssue({
        code: "custom",
        path: [name],
        message: "is for the local server, and --base-url names another",
      });
    }
  }
});

export type EvalOptions = z.infer<typeof schema>;

export const EVAL_USAGE = `npm run eval -- [options]
  --split iid,template,range,ood   which frozen sets (dev too)
  --family sql,facts               only these families
  --limit 200                      items of each family and split
  --modes dense,default            presets or decoding modes; each is compared with the first (default = as the server is set)
  --repeat 1                       ask everything this often and fail unless every answer is the same
  --concurrency 2                  questions under way at a time
  --json FILE                      write all outcomes
  --base-url URL --api-key KEY --model NAME   an OpenAI-compatible server (up to /v1); else a local one is started
  --model-dir DIR                  the model of the local server
  --precision fp32|int8            the precision of its weights`;

/** The command's options, or one line for each that is wrong. */
export function parseEvalOptions(
  args: readonly string[],
): { readonly ok: true; readonly options: EvalOptions } | { readonly ok: false; readonly problems: string[] } {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: Object.fromEntries(Object.keys(fields.shape).map((name) => [name, { type: "string" as const }])),
    }));
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = schema.safeParse(values);
  return parsed.success
    ? { ok: true, options: parsed.data }
    : { ok: false, problems: parsed.error.issues.map((issue) => `--${String(issue.path[0])}: ${issue.message}`) };
}
