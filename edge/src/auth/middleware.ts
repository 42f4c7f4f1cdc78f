import { DyllmError } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import { type Config, configOf } from "../config.ts";
import type { AppEnv } from "../context.ts";
import type { LimitsView } from "../limits/key-limiter.ts";
import { LocalLine } from "../limits/local-line.ts";
import { rateHeaders } from "../limits/rate-headers.ts";
import { type AddressedClaim, claimOf } from "./key-claim.ts";
import { bearerToken } from "./key-format.ts";
import type { Principal } from "./stored-key.ts";

/** When a key that could not be checked is worth a second try, in ms. */
const CHECK_RETRY_MS = 1_000;

/** Of a key whose object cannot be asked. */
const UNKNOWN: LimitsView = { requests: null, tokens: null };

/** One line per configuration, which is one per isolate. */
const lines = new WeakMap<Config, LocalLine>();

/**
 * Lets a request through only with a valid key, and leaves its principal and claim in the context. Every reason to refuse a
 * key (malformed, unknown, wrong secret, wrong place, expired, revoked) gives the same answer. A POST is authorised again,
 * with its reservation, by `limits/admission.ts`; so a key that this isolate knows is not asked for twice.
 */
export const requireKey: MiddlewareHandler<AppEnv> = async (c, next) => {
  const config = configOf(c.env);
  const line = lines.get(config) ?? new LocalLine();
  lines.set(config, line);
  const token = bearerToken(c.req.header("authorization"));
  if (token === null) {
    throw new DyllmError(
      "invalid_api_key",
      "You did not provide an API key. Send it in the Authorization header: 'Authorization: Bearer YOUR_KEY'.",
    );
  }
  const addressed = await claimOf(c.env, config, token, new URL(c.req.url).hostname);
  if (addressed === null) {
    throw refused();
  }
  c.set("claim", addressed);
  c.set("localLine", line);
  const known = c.req.method === "POST" ? line.recognise(addressed.claim, Date.now()) : null;
  c.set("principal", known ?? (await ask(addressed, line, (view) => c.set("limits", view))));
  c.get("log").keyId = addressed.claim.keyId;
  await next();
  const admission = c.get("admission");
  if (admission !== undefined) {
    c.executionCtx.waitUntil(admission.abandon().catch(() => {}));
  } else if (c.get("limits") === undefined) {
    // Refused before its limits were looked at: the headers are for every answer.
    await ask(addressed, line, (view) => c.set("limits", view)).catch(() => {});
  }
  const { headers } = c.res;
  const { preset } = c.get("log");
  if (preset !== undefined) {
    headers.set("x-dyllm-preset", preset);
  }
  for (const [name, value] of Object.entries(rateHeaders(c.get("limits") ?? UNKNOWN))) {
    headers.set(name, value);
  }
};

/** Asks the key's object who is calling and what is left. Throws DyllmError when the key is refused or cannot be checked. */
async function ask(
  { claim, object }: AddressedClaim,
  line: LocalLine,
  left: (view: LimitsView) => void,
): Promise<Principal> {
  const result = await object.authorize(claim).catch(() => {
    // Fail closed: a key that cannot be checked may be a revoked one.
    throw new DyllmError("no_capacity", "The API key could not be checked at the moment. Try again.", {
      retryAfterMs: CHECK_RETRY_MS,
    });
  });
  if (!result.ok) {
    line.forget(claim.keyId);
    throw refused();
  }
  line.learn(claim, result.principal, Date.now());
  left(result.view);
  return result.principal;
}

function refused(): DyllmError {
  return new DyllmError("invalid_api_key", "Incorrect API key provided.");
}
