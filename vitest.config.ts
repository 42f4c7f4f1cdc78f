import { defineConfig } from "vitest/config";

/** Files of units, of the oracle and of the Worker at once: most wait or run on one core. */
const WORKERS = 2;

/** Projects of the same number run together; those that start a stack of their own, one file at a time, come after the others. */
const GROUP = { parallel: 0, alone: 1 } as const;

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
          maxWorkers: WORKERS,
          sequence: { groupOrder: GROUP.parallel },
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
          fileParallelism: false,
          sequence: { groupOrder: GROUP.alone },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "oracle",
          environment: "node",
          maxWorkers: WORKERS,
          sequence: { groupOrder: GROUP.parallel },
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
          fileParallelism: false,
          sequence: { groupOrder: GROUP.alone },
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
          fileParallelism: false,
          sequence: { groupOrder: GROUP.alone },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
