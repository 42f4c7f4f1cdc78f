import { z } from "zod";
import type { ChatMessage } from "../generate.ts";
import { missing, neutralOnly, unsupported } from "./fields.ts";
import { functionName } from "./tools.ts";

const textPart = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
});

/** Parts other than text are known to OpenAI, so they are refused as unsupported rather than as unknown. */
const contentPart = z
  .looseObject({ type: z.string() })
  .superRefine((part, context) => {
    if (part.type !== "text") {
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: "asks for content other than text, which this server does not support.",
        params: unsupported,
      });
    }
  })
  .pipe(textPart);

/** `function` is the older name of `tool`; nobody sends it any more. */
const role = z
  .string()
  .refine((name) => name !== "function", {
    params: unsupported,
    message: "is the deprecated form of a tool message, which this server does not support.",
  })
  .pipe(z.enum(["developer", "system", "user", "assistant", "tool"]));

/** A call that an earlier answer asked for. */
const toolCall = z.strictObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.strictObject({ name: functionName, arguments: z.string() }),
});

/**
 * One message of a conversation. Fields that clients echo back from an earlier answer (`refusal: null`, `annotations`) are
 * taken as long as they ask for nothing. `name` is accepted and not shown to the model: chat templates of masked-diffusion
 * models have no place for it.
 */
export const chatRequestMessage = z
  .strictObject({
    role,
    content: z.union([z.string(), z.array(contentPart).min(1)]).nullish(),
    name: z.string().nullish(),
    refusal: neutralOnly(() => false),
    annotations: neutralOnly((value) => Array.isArray(value)),
    audio: neutralOnly(() => false),
    tool_calls: z.array(toolCall).nullish(),
    tool_call_id: z.string().nullish(),
    function_call: neutralOnly(() => false),
  })
  .superRefine((message, context) => {
    const calls = message.role === "assistant" && (message.tool_calls ?? []).length > 0;
    if ((message.content === undefined || message.content === null) && !calls) {
      context.addIssue({ code: "custom", path: ["content"], params: missing });
    }
    if (message.role === "tool" && !message.tool_call_id) {
      context.addIssue({ code: "custom", path: ["tool_call_id"], params: missing });
    }
  });

export type ChatRequestMessage = z.infer<typeof chatRequestMessage>;

/**
 * A conversation as a node takes it: `developer` is the newer name of `system`, parts are joined without a separator, and
 * calls and their results are told in words, since chat templates of masked-diffusion models know of no tools.
 */
export function toChatMessages(messages: readonly ChatRequestMessage[]): ChatMessage[] {
  const called = new Map<string, string>();
  return messages.map((message) => {
    const text = textOf(message.content);
    switch (message.role) {
      case "developer":
        return { role: "system", content: text };
      case "tool":
        return resultMessage(called.get(message.tool_call_id ?? ""), text);
      case "assistant": {
        const calls = message.tool_calls ?? [];
        for (const { id, function: call } of calls) {
          called.set(id, call.name);
        }
        const told = calls.map(({ function: call }) => callText(call.name, call.arguments));
        return { role: "assistant", content: [text, ...told].filter((line) => line !== "").join("\n") };
      }
      case "system":
      case "user":
        return { role: message.role, content: text };
      default:
        throw new Error(`unknown role ${message.role satisfies never}`);
    }
  });
}

/** A call in words. */
export function callText(name: string, args: string): string {
  return `${name}(${args})`;
}

/** What a call gave, as a message to the model. */
export function resultMessage(name: string | undefined, output: string): ChatMessage {
  return { role: "user", content: `Result${name === undefined ? "" : ` of ${name}`}: ${output}` };
}

/** The text of a message's content: parts are joined without a separator, no content is no text. */
export function textOf(content: string | readonly { readonly text: string }[] | null | undefined): string {
  return typeof content === "string" ? content : (content ?? []).map((part) => part.text).join("");
}
