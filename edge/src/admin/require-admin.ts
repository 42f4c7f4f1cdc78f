import { DyllmError } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import { bearerToken } from "../auth/key-format.ts";
import { configOf } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { unknownUrl } from "../routes/not-found.ts";
import { verifyAdmin } from "./admin-keys.ts";

/**
 * Lets a request through only with an admin credential, and leaves its id in the context as `admin`. API keys are none.
 * A gateway without admin credentials has no admin API: its URLs are unknown.
 */
export const requireAdmin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { admins, keys } = configOf(c.env);
  if (admins.size === 0) {
    throw unknownUrl(c.req.method);
  }
  const token = bearerToken(c.req.header("authorization"));
  const admin = token === null ? null : await verifyAdmin(admins, keys, token);
  if (admin === null) {
    throw new DyllmError("invalid_api_key", "A valid admin credential is required.");
  }
  c.set("admin", admin);
  c.header("cache-control", "no-store");
  await next();
};
