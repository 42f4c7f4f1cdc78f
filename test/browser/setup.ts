/** One node and one gateway for the tests that only use them; those that break something start their own. */
import type { TestProject } from "vitest/node";
import { findBrowser } from "./support/find-browser.ts";
import { startStack } from "./support/stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Empty: there is no browser, and the tests are skipped. */
    browserPath: string;
    pageUrl: string;
    pageApiKey: string;
    pageAdminKey: string;
    pageNodeUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const browserPath = findBrowser(process.env) ?? "";
  project.provide("browserPath", browserPath);
  if (browserPath === "") {
    console.warn(`
##############################################################################
##  BROWSER TESTS SKIPPED: no Chromium was found.                           ##
##  tools/chromium/install.sh installs one; DYLLM_CHROMIUM names another.   ##
##############################################################################
`);
    return undefined;
  }
  const stack = await startStack();
  project.provide("pageUrl", stack.url);
  project.provide("pageApiKey", stack.apiKey);
  project.provide("pageAdminKey", stack.adminKey);
  project.provide("pageNodeUrl", stack.nodes[0]?.url ?? "");
  return stack.close;
}
