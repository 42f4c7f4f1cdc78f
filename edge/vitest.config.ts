import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { SIDE_BY_SIDE } from "../vitest.config.ts";

/** Tests that run inside workerd, with the bindings of `wrangler.toml`; keys and nodes are the tests' own. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [
    cloudflareTest({
      wrangler: { configPath: fileURLToPath(new URL("../wrangler.toml", import.meta.url)) },
      miniflare: { cf: false },
    }),
  ],
  test: {
    name: "worker",
    globalSetup: ["test/build-page.ts"],
    include: ["src/**/*.test.ts"],
    // The gateway logs a line for each request: shown only where a test fails.
    silent: "passed-only",
    ...SIDE_BY_SIDE,
  },
});
