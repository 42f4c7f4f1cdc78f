/** The protocol both sides speak: types, schemas, the frame codec, signing and the error catalogue. No I/O. */
export * from "./canvas.ts";
export * from "./denoising.ts";
export * from "./errors.ts";
export * from "./frames.ts";
export * from "./generate.ts";
export * from "./link.ts";
export * from "./otlp.ts";
export * from "./signing.ts";
export * from "./status.ts";
export * from "./trace-context.ts";
export * from "./version.ts";
