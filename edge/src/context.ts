import type { Context } from "hono";
import type { AddressedClaim } from "./auth/key-claim.ts";
import type { Principal } from "./auth/stored-key.ts";
import type { Env } from "./env.ts";
import type { Admission } from "./limits/admission.ts";
import type { LimitsView } from "./limits/key-limiter.ts";
import type { LocalLine } from "./limits/local-line.ts";
import type { RequestLog } from "./observe/request-log.ts";

/** What the middleware leaves for the routes. */
export interface Variables {
  /** `req_` and 32 hex digits: ours, never the caller's. */
  requestId: string;
  log: RequestLog;
  /** Set by `auth/middleware.ts` on every route that needs a key. */
  principal: Principal;
  /** What the caller showed, and the object that decides about it; set with the principal. */
  claim: AddressedClaim;
  localLine: LocalLine;
  /** What the key has left, for the headers of the answer; undefined until its object was asked. */
  limits: LimitsView | undefined;
  /** Set by `limits/admission.ts` once the request is admitted. */
  admission: Admission | undefined;
  /** Set by `admin/require-admin.ts`: id of the admin credential. */
  admin: string;
}

export interface AppEnv {
  Bindings: Env;
  Variables: Variables;
}

export type AppContext = Context<AppEnv>;
