/** The OpenAI API as this product speaks it: request schemas, their errors, response and chunk types. */
export * from "./chat-messages.ts";
export * from "./chat-request.ts";
export * from "./chat-response.ts";
export * from "./dyllm-options.ts";
export * from "./models.ts";
export * from "./request-error.ts";
