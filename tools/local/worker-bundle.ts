import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The checkout's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Switches that keep wrangler quiet and offline. */
const WRANGLER_ENV = { WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CI: "true" };

/**
 * Bundles the Worker exactly as `wrangler deploy` would and writes `worker.js` to `outDir`. Returns wrangler's report.
 * Throws with wrangler's own message when the bundle fails.
 */
export async function bundleWorker(outDir: string): Promise<string> {
  const wrangler = fileURLToPath(new URL("../../node_modules/wrangler/bin/wrangler.js", import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [wrangler, "deploy", "--dry-run", "--outdir", outDir],
    { cwd: ROOT, env: { ...process.env, ...WRANGLER_ENV } },
  );
  return stdout + stderr;
}
