import { z } from "zod";

/** Version of the edge ↔ node protocol. A change that an older peer would misread raises it; new optional fields do not. */
export const PROTOCOL_VERSION = 1;

/**
 * Accepts exactly the version this build speaks. The message names both versions, so that an operator who upgraded one
 * side only sees at once which one is behind.
 */
export const protocolVersion = z.literal(PROTOCOL_VERSION, {
  error: (issue) =>
    `unsupported protocol version ${JSON.stringify(issue.input)}, this build speaks ${PROTOCOL_VERSION}`,
});
