import type { AuditLog } from "./admin/audit-log.ts";
import type { KeyDirectory } from "./admin/key-directory.ts";
import type { ApiKeyObject } from "./auth/api-key-object.ts";
import type { NodeDirectory } from "./links/node-directory.ts";
import type { NodeLink } from "./links/node-link.ts";
import type { MetricsObject } from "./observe/metrics-object.ts";

/** The Worker's bindings, as `wrangler.toml` and the secrets provide them. All are text but the Durable Objects. */
export interface Env {
  /** `production`, or `local` on a developer's machine: only there are keys of environment `dev` accepted. */
  readonly DYLLM_ENV: string;
  /** JSON array of `{id, url}`: the nodes, by origin. */
  readonly NODES: string;
  /** Secret. JSON array of `{id, digest, pepperVersion, name, env, limits?, scopes?}`; see `auth/key-records.ts`. */
  readonly API_KEYS: string;
  /** Secret. JSON map from pepper version to base64url bytes. */
  readonly KEY_PEPPERS: string;
  /** Secret. JSON array of `{id, digest, pepperVersion}`, see `admin/admin-keys.ts`; absent: there is no admin API. */
  readonly ADMIN_KEYS?: string;
  /** Secret. `id:secret` of the edge → node signature. */
  readonly NODE_SIGNING_KEY: string;
  /** JSON object of waits and weights, see `nodes/routing-options.ts`; absent: the defaults. */
  readonly ROUTING?: string;
  /** JSON object of the addresses nodes may register with, see `links/origin-rules.ts`; absent: none. */
  readonly NODE_REGISTRATION?: string;
  /** The one object that knows the nodes that came by themselves. */
  readonly NODE_DIRECTORY: DurableObjectNamespace<NodeDirectory>;
  /** One object per node that has dialled out, named by the node's id. */
  readonly NODE_LINKS: DurableObjectNamespace<NodeLink>;
  /** Origins whose pages may call the API, separated by commas; `*` for all; absent or empty: none. */
  readonly CORS_ORIGINS?: string;
  /** Base URL of an OTLP/HTTP collector that takes spans; absent or empty: none are made (the default). */
  readonly OTLP_ENDPOINT?: string;
  /** Secret. Headers for that collector, `name=value` separated by commas. */
  readonly OTLP_HEADERS?: string;
  /** Share of the traces begun here that are recorded, 0…1; absent: all, once there is a collector. */
  readonly TRACE_SAMPLE_RATIO?: string;
  /** The one object that adds up the isolates' metrics; absent: nothing is counted and `/metrics` does not exist. */
  readonly METRICS_OBJECT?: DurableObjectNamespace<MetricsObject>;
  /** One object per API key, named by the key's public id. */
  readonly API_KEY_OBJECTS: DurableObjectNamespace<ApiKeyObject>;
  /** The one object that lists the issued keys. */
  readonly KEY_DIRECTORY: DurableObjectNamespace<KeyDirectory>;
  /** The one object that holds the log of admin actions. */
  readonly AUDIT_LOG: DurableObjectNamespace<AuditLog>;
}
