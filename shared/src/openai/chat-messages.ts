import { z } from "zod";
import type { ChatMessage } from "../generate.ts";
import { neutralOnly, unsupported } from "./fields.ts";

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

const supportedRole = z.enum(["developer", "system", "user", "assistant"]);

/** Roles of tool conversations: part of the API, not of this server. */
const role = z
  .string()
  .refine((name) => name !== "tool" && name !== "function", {
    params: unsupported,
    message: "asks for a tool message, which this server does not support.",
  })
  .pipe(supportedRole);

/**
 * One message of a conversation. Fields that clients echo back from an earlier answer (`refusal: null`, `annotations`,
 * empty `tool_calls`) are taken as long as they ask for nothing. `name` is accepted and not shown to the model: chat
 * templates of masked-diffusion models have no place for it.
 */
export const chatRequestMessage = z.strictObject({
  role,
  content: z.union([z.string(), z.array(contentPart).min(1)]),
  name: z.string().nullish(),
  refusal: neutralOnly(() => false),
  annotations: neutralOnly((value) => Array.isArray(value)),
  audio: neutralOnly(() => false),
  tool_calls: neutralOnly((value) => Array.isArray(value) && value.length === 0),
  tool_call_id: neutralOnly(() => false),
  function_call: neutralOnly(() => false),
});

export type ChatRequestMessage = z.infer<typeof chatRequestMessage>;

/** The message as a node takes it: `developer` is the newer name of `system`, parts are joined without a separator. */
export function toChatMessage(message: ChatRequestMessage): ChatMessage {
  const { role: name, content } = message;
  return {
    role: name === "developer" ? "system" : name,
    content: typeof content === "string" ? content : content.map((part) => part.text).join(""),
  };
}
