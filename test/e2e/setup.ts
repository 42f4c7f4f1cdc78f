/** Starts one node and one gateway on plain workerd for all end-to-end tests; they talk to it over the network only. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { withLocalStack } from "../../tools/local/with-stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    edgeUrl: string;
    nodeUrl: string;
    apiKey: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-e2e-"));
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let stack: Promise<void> = Promise.resolve();
  await new Promise<void>((ready, failed) => {
    stack = withLocalStack({ directory, log: "ignore" }, async ({ edgeUrl, nodeUrl, apiKey }) => {
      project.provide("edgeUrl", edgeUrl);
      project.provide("nodeUrl", nodeUrl);
      project.provide("apiKey", apiKey);
      ready();
      await finished;
    });
    stack.catch(failed);
  });
  return async () => {
    finish();
    await stack;
    await rm(directory, { recursive: true, force: true });
  };
}
