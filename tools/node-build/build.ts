import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const NODE = fileURLToPath(new URL("../../gpu-node", import.meta.url));
const SHARED = fileURLToPath(new URL("../../shared/src/index.ts", import.meta.url));

/** Where the built node is put; its packages are found from there. */
export const NODE_DIST = join(NODE, "dist");

/** The program, and what it starts as a thread or process of its own: by the names of the files that start them from the sources. */
const ENTRIES = {
  "dyllm-node": "src/main.ts",
  "worker-start": "src/backend/onnx/worker.ts",
  "process-start": "src/backend/webgpu/process.ts",
  "probe-start": "src/backend/webgpu/probe-process.ts",
} as const;

/**
 * Builds the node as plain JavaScript: without the TypeScript loader in each of its threads it takes some 75 MiB less. Packages are not
 * bundled: some are native, and all are installed anyway.
 *
 * @param directory emptied first; inside of `gpu-node`, so that the packages are found
 * @returns path of the program
 * @throws with esbuild's messages when a source is broken
 */
export async function buildNode(directory: string = NODE_DIST): Promise<string> {
  await rm(directory, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, source]) => [name, join(NODE, source)])),
    outdir: directory,
    bundle: true,
    // What the entries share is one file: a class must be the same in all of them.
    splitting: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    alias: { "@dyllm/shared": SHARED },
    logLevel: "silent",
  });
  const program = join(directory, "dyllm-node.js");
  await chmod(program, 0o755);
  return program;
}
