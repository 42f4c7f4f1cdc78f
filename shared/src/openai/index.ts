/** The OpenAI API as this product speaks it: request schemas, their errors, response and chunk types. */
export * from "./chat-messages.ts";
export * from "./chat-request.ts";
export * from "./chat-response.ts";
export * from "./common-fields.ts";
export * from "./completion-request.ts";
export * from "./completion-response.ts";
export * from "./dyllm-options.ts";
export * from "./models.ts";
export * from "./request-error.ts";
export * from "./responses-request.ts";
export * from "./responses-response.ts";
export * from "./tools.ts";
