import { Random } from "./random.ts";

/** One request to the gateway, as bytes and headers a client library would not all let through. */
export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** The client leaves after so many ms; null: it stays. */
  readonly leaveAfterMs: number | null;
}

export interface FuzzContext {
  readonly apiKey: string;
  readonly model: string;
}

const PATHS = ["/v1/chat/completions", "/v1/completions", "/v1/fim/completions", "/v1/responses"] as const;

const OTHER_PATHS = [
  "/",
  "/v1",
  "/v1/models",
  "/v1/models/x",
  "/v1/models/%ff",
  "/healthz",
  "/metrics",
  "/openapi.json",
  "/admin/v1/keys",
  "/admin/v1/nodes",
  "/admin/v1/usage",
  "/admin/v1/audit",
  "/v1/nodes/link",
  "/v1/chat/completions/x",
  "/v1/%2e%2e/admin",
] as const;

const FIELDS = [
  ...[
    "model",
    "messages",
    "prompt",
    "suffix",
    "input",
    "instructions",
    "n",
    "stop",
    "seed",
    "temperature",
    "top_p",
    "stream",
  ],
  ...[
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "stream_options",
    "logprobs",
    "top_logprobs",
    "logit_bias",
  ],
  ...[
    "response_format",
    "user",
    "metadata",
    "tools",
    "tool_choice",
    "dyllm",
    "diffusing",
    "echo",
    "best_of",
    "presence_penalty",
    "store",
  ],
] as const;

/** Values that have broken servers before: edges of numbers, of Unicode, of nesting. */
const ODD_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    2,
    1.5,
    1e308,
    -1e308,
    1e-308,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    65_536,
    9.99e20,
  ],
  ...[
    "",
    " ",
    "\0",
    "\u202e",
    "\ud83d\ude00",
    "\ufffd",
    "\u0130",
    "e\u0301",
    "<|mdm_mask|>",
    "<|endoftext|>",
    "{{7*7}}",
    "__proto__",
  ],
  ...[
    "a".repeat(3_000),
    "\u{1f9ea}".repeat(500),
    "../../etc/passwd",
    "'; DROP TABLE state; --",
    "\r\nx-evil: 1",
    "NaN",
    "1e999",
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [{}],
    { a: { b: { c: {} } } },
    { __proto__: 1 },
    { length: -1 },
    [1, "a", null],
    { toString: 1 },
  ],
];

const ROLES = ["system", "user", "assistant", "developer", "tool", "function", "", "SYSTEM"] as const;

/** Functions a request may offer: one that fits the messages, and schemas that have no form. */
const PARAMETERS: readonly unknown[] = [
  ...[null, {}, 5, "x", { type: "object" }, { type: "array" }, { type: "object", required: ["missing"] }],
  { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
  { type: "object", properties: { a: { type: "string" }, b: { enum: ["x", 'y"', "\\"] } }, required: ["a", "b"] },
  { type: "object", properties: { a: { type: "array" } }, required: ["a"] },
  { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] },
  { type: "object", properties: { toString: {} }, required: ["toString", "__proto__", "constructor"] },
  Array.from({ length: 200 }).reduce((inner) => ({ type: "object", properties: { a: inner }, required: ["a"] }), {}),
];

const TOOL_CHOICES: readonly unknown[] = [
  ...["none", "auto", "required", "always"],
  { type: "function", function: { name: "add" } },
  { type: "function", name: "add" },
  { type: "allowed_tools", mode: "auto", tools: [] },
];

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const;

/** The `index`-th request of a seed; the same for the same numbers, whatever was made before. */
export function fuzzedRequest(seed: number, index: number, context: FuzzContext): FuzzedRequest {
  const random = new Random(Math.imul(seed, 0x01000193) ^ Math.imul(index + 1, 0x85ebca6b));
  const leaveAfterMs = random.chance(0.02) ? random.below(40) : null;
  if (random.chance(0.12)) {
    return { ...strayRequest(random, context), leaveAfterMs };
  }
  return {
    method: "POST",
    path: random.chance(0.7) ? PATHS[0] : random.pick(PATHS),
    headers: headers(random, context),
    body: mangled(random, JSON.stringify(bodyOf(random, context))),
    leaveAfterMs,
  };
}

function strayRequest(random: Random, context: FuzzContext): Omit<FuzzedRequest, "leaveAfterMs"> {
  const method = random.pick(METHODS);
  const hasBody = method !== "GET" && method !== "HEAD" && random.chance(0.5);
  return {
    method,
    path: random.pick([...OTHER_PATHS, ...PATHS]),
    headers: headers(random, context),
    body: hasBody ? mangled(random, JSON.stringify(random.pick(ODD_VALUES))) : null,
  };
}

function headers(random: Random, { apiKey }: FuzzContext): Record<string, string> {
  const authorization = random.chance(0.9)
    ? `Bearer ${apiKey}`
    : random.pick([
        "",
        "Bearer",
        "Bearer x",
        `Basic ${apiKey}`,
        `Bearer ${apiKey}x`,
        `bearer  ${apiKey}`,
        "Bearer sk-dyllm-dev--",
      ]);
  const type = random.chance(0.95)
    ? "application/json"
    : random.pick(["", "text/plain", "application/json; charset=utf-16", "APPLICATION/JSON", "multipart/form-data"]);
  return {
    authorization,
    "content-type": type,
    ...(random.chance(0.03) && { "content-encoding": random.pick(["gzip", "br", "identity", "x"]) }),
    ...(random.chance(0.03) && {
      traceparent: random.pick(["00-0-0-0", "x", `00-${"a".repeat(32)}-${"b".repeat(16)}-01`]),
    }),
    ...(random.chance(0.03) && { origin: random.pick(["null", "https://x.example", "\u00ff"]) }),
    ...(random.chance(0.02) && { "x-request-id": "x".repeat(random.below(2_000)) }),
  };
}

/** Mostly a good request with a few fields changed; the answers are short, so that the good ones cost little. */
function bodyOf(random: Random, { model }: FuzzContext): unknown {
  if (random.chance(0.02)) {
    return random.pick(ODD_VALUES);
  }
  const body: Record<string, unknown> = {
    model,
    max_tokens: 1 + random.below(8),
    ...(random.chance(0.85) ? { messages: messages(random) } : { prompt: "one two", input: "one two" }),
    ...(random.chance(0.3) && { stream: true }),
    ...(random.chance(0.2) && { temperature: random.next() * 2 }),
    ...(random.chance(0.1) && { n: 1 + random.below(3) }),
    ...(random.chance(0.1) && { seed: random.below(2 ** 31) }),
    ...(random.chance(0.1) && { stop: [random.pick(["a", "\n", "the"])] }),
    ...(random.chance(0.15) && tools(random)),
    ...(random.chance(0.15) && { dyllm: { mode: random.pick(["dense", "dyllm", "dyllm-exact"]), tau: random.next() } }),
  };
  for (let changes = random.chance(0.6) ? 1 + random.below(3) : 0; changes > 0; changes--) {
    const field = random.pick(FIELDS);
    if (random.chance(0.2)) {
      delete body[field];
    } else {
      body[field] = random.chance(0.3) ? { [random.pick(FIELDS)]: random.pick(ODD_VALUES) } : random.pick(ODD_VALUES);
    }
  }
  return body;
}

function tools(random: Random): Record<string, unknown> {
  const spec = { name: "add", description: "What is the sum?", parameters: random.pick(PARAMETERS) };
  const tool = {
    type: random.chance(0.9) ? "function" : "web_search",
    ...(random.chance(0.7) ? { function: spec } : spec),
  };
  return { tools: [tool], ...(random.chance(0.6) && { tool_choice: random.pick(TOOL_CHOICES) }) };
}

function messages(random: Random): unknown[] {
  return Array.from({ length: 1 + random.below(3) }, () => {
    const text = random.chance(0.85) ? "What is 2 + 2?" : random.pick(ODD_VALUES);
    const content = random.chance(0.1) ? [{ type: random.pick(["text", "image_url", "x"]), text }] : text;
    return { role: random.chance(0.85) ? "user" : random.pick(ROLES), content };
  });
}

/** Now and then the text itself is damaged: cut, flipped, spliced, or no UTF-8 any more. */
function mangled(random: Random, text: string): string | Uint8Array {
  if (random.chance(0.9)) {
    return text;
  }
  const bytes = new Uint8Array(Buffer.from(text, "utf8"));
  const at = random.below(Math.max(bytes.length, 1));
  switch (random.below(5)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      bytes[at] = random.below(256);
      return bytes;
    case 2:
      return `${text.slice(0, at)}${random.pick(["\0", "\\", '"', "}", "\u2028", "/*", ","])}${text.slice(at)}`;
    case 3:
      return `${"[".repeat(random.below(200))}${text}`;
    default:
      return text.replace(/:\s*\d+/, () => `:${random.pick(["1e999", "-0", "01", "0x1", "1.", "NaN", "1e-999"])}`);
  }
}
