import { DyllmError } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import { configOf } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { bearerToken } from "./key-format.ts";
import { verifyKey } from "./verify-key.ts";

/**
 * Lets a request through only with a valid key and leaves its principal in the context. Every reason to refuse a key
 * (malformed, unknown, wrong secret, wrong place, revoked) gives the same answer.
 */
export const requireKey: MiddlewareHandler<AppEnv> = async (c, next) => {
  const config = configOf(c.env);
  const token = bearerToken(c.req.header("authorization"));
  if (token === null) {
    throw new DyllmError(
      "invalid_api_key",
      "You did not provide an API key. Send it in the Authorization header: 'Authorization: Bearer YOUR_KEY'.",
    );
  }
  const place = { local: config.local, hostname: new URL(c.req.url).hostname };
  const principal = await verifyKey(config.keys, token, place);
  if (principal === null) {
    throw refused();
  }
  const { allowed } = await c.env.API_KEY_OBJECTS.getByName(principal.keyId)
    .authorize()
    .catch(() => {
      // Fail closed: a key that cannot be checked may be a revoked one.
      throw new DyllmError("no_capacity", "The API key could not be checked at the moment. Try again.");
    });
  if (!allowed) {
    throw refused();
  }
  c.set("principal", principal);
  c.get("log").keyId = principal.keyId;
  await next();
};

function refused(): DyllmError {
  return new DyllmError("invalid_api_key", "Incorrect API key provided.");
}
