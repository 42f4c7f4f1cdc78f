import { parseSigningKey } from "@dyllm/shared";
import { type KeyRing, parseKeyRing } from "./auth/key-records.ts";
import type { Env } from "./env.ts";
import { NodePool } from "./nodes/pool.ts";
import { parseNodes } from "./nodes/registry.ts";

/** The checked configuration of this isolate. */
export interface Config {
  /** Whether this gateway runs on a developer's machine. */
  readonly local: boolean;
  readonly keys: KeyRing;
  readonly pool: NodePool;
  readonly corsOrigins: readonly string[];
}

/** The bindings object is one per isolate, so what is derived from it is made once and goes away with it. */
const configs = new WeakMap<Env, Config>();

/** The configuration of the bindings, checked on first use. Throws when a binding is malformed: nothing can be served. */
export function configOf(env: Env): Config {
  const known = configs.get(env);
  if (known !== undefined) {
    return known;
  }
  const config: Config = {
    local: env.DYLLM_ENV === "local",
    keys: parseKeyRing(env.API_KEYS, env.KEY_PEPPERS),
    pool: new NodePool(parseNodes(env.NODES), parseSigningKey(env.NODE_SIGNING_KEY)),
    corsOrigins: (env.CORS_ORIGINS ?? "")
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  };
  configs.set(env, config);
  return config;
}
