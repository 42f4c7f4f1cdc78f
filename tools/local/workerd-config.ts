import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { z } from "zod";

/** The part of `wrangler.toml` that plain workerd needs; wrangler itself reads the rest. */
const wranglerToml = z.object({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  vars: z.record(z.string(), z.string()).default({}),
  durable_objects: z
    .object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) })
    .default({ bindings: [] }),
});

export type WranglerConfig = z.infer<typeof wranglerToml>;

/** Reads and checks `wrangler.toml`. Throws ZodError when a part that workerd needs is missing. */
export async function readWranglerConfig(path: string): Promise<WranglerConfig> {
  return wranglerToml.parse(parse(await readFile(path, "utf8")));
}

export interface WorkerdOptions {
  readonly wrangler: WranglerConfig;
  /** Bundle file, relative to the configuration file. */
  readonly bundle: string;
  /** `host:port`; port 0 lets the system choose. */
  readonly address: string;
  /** Text bindings that replace or extend the `vars` of `wrangler.toml`. */
  readonly vars: Readonly<Record<string, string>>;
  /** Names of bindings whose values workerd takes from its environment, so that no secret is written to disk. */
  readonly secrets: readonly string[];
}

/**
 * The capnp configuration of plain workerd for the same Worker that `wrangler deploy` ships: its compatibility settings,
 * variables and Durable Objects (SQLite on disk). The Worker may reach private addresses, since its nodes live there.
 */
export function workerdConfig(options: WorkerdOptions): string {
  const { wrangler } = options;
  const objects = wrangler.durable_objects.bindings;
  const bindings = [
    ...Object.entries({ ...wrangler.vars, ...options.vars }).map(
      ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
    ),
    ...options.secrets.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
    ...objects.map((o) => `(name = ${text(o.name)}, durableObjectNamespace = ${text(o.class_name)})`),
  ];
  const namespaces = objects.map(
    (o) => `(className = ${text(o.class_name)}, uniqueKey = ${text(o.class_name)}, enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .gateway),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
    (name = "objects", disk = (path = "objects", writable = true)),
  ],
  sockets = [(name = "http", address = ${text(options.address)}, http = (), service = "main")],
);

const gateway :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed ${text(options.bundle)})],
  compatibilityDate = ${text(wrangler.compatibility_date)},
  compatibilityFlags = [${wrangler.compatibility_flags.map(text).join(", ")}],
  bindings = [
    ${bindings.join(",\n    ")},
  ],
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "objects"),
  globalOutbound = "internet",
);
`;
}

/** A capnp text literal. JSON's escapes are a subset of capnp's except \\u, which is only needed for control characters. */
function text(value: string): string {
  for (let i = 0; i < value.length; i++) {
    if (value.charCodeAt(i) < 0x20) {
      throw new RangeError("a control character cannot stand in a workerd configuration");
    }
  }
  return JSON.stringify(value);
}
