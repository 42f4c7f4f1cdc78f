import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["shared/src/**/*.test.ts", "gpu-node/src/**/*.test.ts", "tools/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
