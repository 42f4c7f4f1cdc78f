import type { ApiKeyObject } from "./auth/api-key-object.ts";

/** The Worker's bindings, as `wrangler.toml` and the secrets provide them. All are text but the Durable Objects. */
export interface Env {
  /** `production`, or `local` on a developer's machine: only there are keys of environment `dev` accepted. */
  readonly DYLLM_ENV: string;
  /** JSON array of `{id, url}`: the nodes, by origin. */
  readonly NODES: string;
  /** Secret. JSON array of `{id, digest, pepperVersion, name, env}`; see `auth/key-records.ts`. */
  readonly API_KEYS: string;
  /** Secret. JSON map from pepper version to base64url bytes. */
  readonly KEY_PEPPERS: string;
  /** Secret. `id:secret` of the edge → node signature. */
  readonly NODE_SIGNING_KEY: string;
  /** Origins whose pages may call the API, separated by commas; `*` for all; absent or empty: none. */
  readonly CORS_ORIGINS?: string;
  /** One object per API key, named by the key's public id. */
  readonly API_KEY_OBJECTS: DurableObjectNamespace<ApiKeyObject>;
}
