import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Names a Chromium goes by on the systems this is run on. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Path of a Chromium: `DYLLM_CHROMIUM`, or the first in `PATH`. Null when there is none. */
export function findBrowser(variables: NodeJS.ProcessEnv): string | null {
  const folders = (variables.PATH ?? "").split(delimiter);
  const candidates = [
    variables.DYLLM_CHROMIUM,
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
  ];
  return candidates.find((path) => path !== undefined && isExecutable(path)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Quiet, offline, and without a GPU; a container has no user namespaces for the sandbox. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
