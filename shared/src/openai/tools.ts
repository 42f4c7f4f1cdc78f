import { z } from "zod";
import { DyllmError } from "../errors.ts";
import { unsupported } from "./fields.ts";

/** OpenAI's bound on the tools of a request. */
const MAX_TOOLS = 128;

/** OpenAI's bound on a function's name. */
export const functionName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A function the caller can run: what it is for, and the JSON schema of its arguments. */
const functionFields = {
  name: functionName,
  description: z.string().nullish(),
  /** Read by `tools/form.ts` of the edge, which refuses what it cannot fill in. */
  parameters: z.looseObject({}).nullish(),
  strict: z.boolean().nullish(),
};

const functionSpec = z.strictObject(functionFields);

export type FunctionSpec = z.infer<typeof functionSpec>;

/** Tools of other types (search, code, files) run at OpenAI: part of the API, not of this server. */
const functionOnly = z.looseObject({ type: z.string() }).superRefine((tool, context) => {
  if (tool.type !== "function") {
    const message = "asks for a tool other than a function, which this server does not support.";
    context.addIssue({ code: "custom", path: ["type"], message, params: unsupported });
  }
});

const chatTool = functionOnly.pipe(z.strictObject({ type: z.literal("function"), function: functionSpec }));
const responseTool = functionOnly.pipe(z.strictObject({ type: z.literal("function"), ...functionFields }));

/** Functions as chat completions name them, and as responses do. */
export const chatTools = z.array(chatTool).max(MAX_TOOLS).nullish();
export const responseTools = z.array(responseTool).max(MAX_TOOLS).nullish();

const word = z.enum(["none", "auto", "required"]);
const mode = z.enum(["auto", "required"]);
const chatName = z.looseObject({ type: z.literal("function"), function: z.looseObject({ name: functionName }) });
const responseName = z.looseObject({ type: z.literal("function"), name: functionName });

export const chatToolChoice = z
  .union([
    word,
    chatName,
    z.strictObject({
      type: z.literal("allowed_tools"),
      allowed_tools: z.strictObject({ mode, tools: z.array(chatName).min(1) }),
    }),
  ])
  .nullish();
export const responseToolChoice = z
  .union([
    word,
    responseName,
    z.strictObject({ type: z.literal("allowed_tools"), mode, tools: z.array(responseName).min(1) }),
  ])
  .nullish();

/** A function that may be called, and its place in the request. */
export interface OfferedFunction {
  readonly spec: FunctionSpec;
  readonly path: string;
}

/** The functions of a request, whatever the endpoint. `auto`: one of them or none; `required`: one of them. */
export interface FunctionChoice {
  readonly offered: readonly OfferedFunction[];
  readonly mode: "auto" | "required";
}

/** The functions a chat request allows; null where it asks for text. Throws DyllmError for a choice that is not offered. */
export function chatFunctions(
  tools: z.infer<typeof chatTools>,
  choice: z.infer<typeof chatToolChoice>,
): FunctionChoice | null {
  const offered = (tools ?? []).map(({ function: spec }, i) => ({ spec, path: `tools[${i}].function` }));
  if (typeof choice !== "object" || choice === null) {
    return chosen(offered, null, choice ?? "auto");
  }
  return choice.type === "function"
    ? chosen(offered, [choice.function.name], "required")
    : chosen(
        offered,
        choice.allowed_tools.tools.map((tool) => tool.function.name),
        choice.allowed_tools.mode,
      );
}

/** The same for a request for responses. */
export function responseFunctions(
  tools: z.infer<typeof responseTools>,
  choice: z.infer<typeof responseToolChoice>,
): FunctionChoice | null {
  const offered = (tools ?? []).map(({ type: _, ...spec }, i) => ({ spec, path: `tools[${i}]` }));
  if (typeof choice !== "object" || choice === null) {
    return chosen(offered, null, choice ?? "auto");
  }
  return choice.type === "function"
    ? chosen(offered, [choice.name], "required")
    : chosen(
        offered,
        choice.tools.map(({ name }) => name),
        choice.mode,
      );
}

function chosen(
  offered: readonly OfferedFunction[],
  names: readonly string[] | null,
  wanted: z.infer<typeof word>,
): FunctionChoice | null {
  const missing = names?.find((name) => !offered.some(({ spec }) => spec.name === name));
  if (missing !== undefined || (wanted === "required" && offered.length === 0)) {
    const message = "Invalid 'tool_choice': 'tools' offers no such function.";
    throw new DyllmError("invalid_value", message, { param: "tool_choice" });
  }
  const left = names === null ? offered : offered.filter(({ spec }) => names.includes(spec.name));
  return wanted === "none" || left.length === 0 ? null : { offered: left, mode: wanted };
}

/** A function as a response repeats it: every field is there. */
export const toolEcho = z.strictObject({
  type: z.literal("function"),
  name: z.string(),
  description: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean().nullable(),
});

const namedEcho = z.strictObject({ type: z.literal("function"), name: z.string() });

/** The choice as a response repeats it. */
export const toolChoiceEcho = z.union([
  word,
  namedEcho,
  z.strictObject({ type: z.literal("allowed_tools"), mode, tools: z.array(namedEcho).readonly() }),
]);

/** What a response says its request offered. */
export function echoedTools(tools: z.infer<typeof responseTools>): z.infer<typeof toolEcho>[] {
  return (tools ?? []).map(({ name, description, parameters, strict }) => ({
    type: "function",
    name,
    description: description ?? null,
    parameters: parameters ?? null,
    strict: strict ?? null,
  }));
}

/** What a response says its request chose; nothing chosen is `auto` with functions and `none` without. */
export function echoedToolChoice(
  tools: z.infer<typeof responseTools>,
  choice: z.infer<typeof responseToolChoice>,
): z.infer<typeof toolChoiceEcho> {
  if (choice === null || choice === undefined) {
    return (tools ?? []).length === 0 ? "none" : "auto";
  }
  if (typeof choice === "string") {
    return choice;
  }
  const named = ({ name }: { readonly name: string }): z.infer<typeof namedEcho> => ({ type: "function", name });
  return choice.type === "function" ? named(choice) : { ...choice, tools: choice.tools.map(named) };
}
