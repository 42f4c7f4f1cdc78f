import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with a page as it stands, with where. The page's policy admits no foreign script: the debugger runs it. */
export async function issuesOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(`
    axe.run().then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => id + " (" + impact + "): " + nodes.map((node) => node.html).join(" ")))
  `);
}
