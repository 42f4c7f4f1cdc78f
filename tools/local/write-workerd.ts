/**
 * `npm run workerd:config -- --out DIR`: everything plain workerd needs, in one folder: the Worker's bundle, its
 * configuration, and the folder of its objects. Secrets are not written; workerd takes them from its environment.
 *
 *   --out DIR         where to (existing objects are kept)
 *   --address A       host:port to listen on (default 127.0.0.1:8787)
 *   --var NAME=VALUE  replaces or adds a variable of wrangler.toml; repeatable
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EDGE_SECRETS } from "./stack.ts";
import { bundleWorker, ROOT } from "./worker-bundle.ts";
import { readWranglerConfig, workerdConfig } from "./workerd-config.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    address: { type: "string", default: "127.0.0.1:8787" },
    var: { type: "string", multiple: true, default: [] },
  },
});
if (values.out === undefined) {
  console.error("usage: npm run workerd:config -- --out DIR [--address host:port] [--var NAME=VALUE …]");
  process.exit(2);
}
const directory = resolve(values.out);
const vars = Object.fromEntries(
  values.var.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) {
      console.error(`--var takes NAME=VALUE, not ${pair}`);
      process.exit(2);
    }
    return [pair.slice(0, at), pair.slice(at + 1)];
  }),
);

await mkdir(join(directory, "objects"), { recursive: true });
await bundleWorker(directory);
const config = workerdConfig({
  wrangler: await readWranglerConfig(join(ROOT, "wrangler.toml")),
  bundle: "worker.js",
  address: values.address,
  vars,
  secrets: EDGE_SECRETS,
});
await writeFile(join(directory, "config.capnp"), config);
console.log(`wrote ${join(directory, "worker.js")}, config.capnp and objects/`);
console.log(`start it there: workerd serve config.capnp, with ${EDGE_SECRETS.join(", ")} in its environment`);
