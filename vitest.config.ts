import { defineConfig } from "vitest/config";

/** Projects whose files run two at a time, side by side: most wait or run on one core. */
export const SIDE_BY_SIDE = { maxWorkers: 2, sequence: { groupOrder: 0 } };

/** Projects that start a stack of their own: after the others, one file at a time. */
const ALONE = { fileParallelism: false, sequence: { groupOrder: 1 } };

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
          ...SIDE_BY_SIDE,
          include: [
            "shared/src/**/*.test.ts",
            "edge/page/src/**/*.test.ts",
            "gpu-node/src/**/*.test.ts",
            "tools/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      "./edge/vitest.config.ts",
      {
        test: {
          name: "ops",
          environment: "node",
          include: ["test/{observe,security,fuzz,drill}/**/*.test.ts"],
          // Each starts a gateway of its own and some look at its memory: one at a time.
          ...ALONE,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "oracle",
          environment: "node",
          ...SIDE_BY_SIDE,
          include: ["test/oracle/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts", "test/conformance/**/*.test.ts"],
          globalSetup: ["test/e2e/setup.ts"],
          // They share one node, and some of them look at what it is doing.
          ...ALONE,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/setup.ts"],
          // One browser at a time: they look at what is drawn when.
          ...ALONE,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
