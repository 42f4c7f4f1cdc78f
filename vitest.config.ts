import { defineConfig } from "vitest/config";

/** Three kinds of test: units in Node, the Worker inside workerd, and black-box tests of the whole path. */
export default defineConfig({
  test: {
    // The logs of passing tests are noise.
    silent: "passed-only",
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["shared/src/**/*.test.ts", "gpu-node/src/**/*.test.ts", "tools/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      "./edge/vitest.config.ts",
      {
        test: {
          name: "oracle",
          environment: "node",
          include: ["test/oracle/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/setup.ts"],
          // They share one node, and some of them look at what it is doing.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
