import type { Context } from "hono";
import type { Principal } from "./auth/verify-key.ts";
import type { Env } from "./env.ts";
import type { RequestLog } from "./observe/request-log.ts";

/** What the middleware leaves for the routes. */
export interface Variables {
  /** `req_` and 32 hex digits: ours, never the caller's. */
  requestId: string;
  log: RequestLog;
  /** Set by `auth/middleware.ts` on every route that needs a key. */
  principal: Principal;
}

export interface AppEnv {
  Bindings: Env;
  Variables: Variables;
}

export type AppContext = Context<AppEnv>;
