import { parseSigningKey, type SigningKey } from "@dyllm/shared";
import { type AdminKey, parseAdminKeys } from "./admin/admin-keys.ts";
import { type KeyRing, parseKeyRing } from "./auth/key-records.ts";
import type { Env } from "./env.ts";
import { parseRegistrationRules, type RegistrationRules } from "./links/origin-rules.ts";
import { directoryOf, overLink } from "./links/over-link.ts";
import { NodePool } from "./nodes/pool.ts";
import { parseNodes } from "./nodes/registry.ts";
import { parseRouting } from "./nodes/routing-options.ts";
import { sendToNode } from "./nodes/send.ts";

/** The checked configuration of this isolate. */
export interface Config {
  /** Whether this gateway runs on a developer's machine. */
  readonly local: boolean;
  readonly keys: KeyRing;
  /** Admin credentials by id; without any there is no admin API. */
  readonly admins: ReadonlyMap<string, AdminKey>;
  readonly pool: NodePool;
  /** Shared with the nodes: signs calls to them, and proves theirs. */
  readonly nodeKey: SigningKey;
  /** Null: no node may register an address. */
  readonly registration: RegistrationRules | null;
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
  const keys = parseKeyRing(env.API_KEYS, env.KEY_PEPPERS);
  const nodeKey = parseSigningKey(env.NODE_SIGNING_KEY);
  const config: Config = {
    local: env.DYLLM_ENV === "local",
    keys,
    admins: parseAdminKeys(env.ADMIN_KEYS ?? "[]", keys),
    pool: new NodePool({
      nodes: parseNodes(env.NODES),
      send: sendToNode(nodeKey, overLink(env)),
      routing: parseRouting(env.ROUTING),
      directory: directoryOf(env),
    }),
    nodeKey,
    registration: parseRegistrationRules(env.NODE_REGISTRATION),
    corsOrigins: (env.CORS_ORIGINS ?? "")
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  };
  configs.set(env, config);
  return config;
}
