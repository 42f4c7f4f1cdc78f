/** `npm run deploy:check`: bundles the Worker as a deployment would and holds its compressed size under the limit. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleWorker } from "./worker-bundle.ts";

/** The project's own limit; Cloudflare allows 3 MiB on the free plan. */
const MAX_COMPRESSED_BYTES = 1024 * 1024;

const outDir = await mkdtemp(join(tmpdir(), "dyllm-bundle-"));
try {
  await bundleWorker(outDir);
  const bundle = await readFile(join(outDir, "worker.js"));
  const compressed = gzipSync(bundle).length;
  console.log(`worker.js: ${bundle.length} bytes, ${compressed} compressed (limit ${MAX_COMPRESSED_BYTES})`);
  if (compressed > MAX_COMPRESSED_BYTES) {
    console.error("The Worker is larger than the limit.");
    process.exitCode = 1;
  }
} finally {
  await rm(outDir, { recursive: true, force: true });
}
