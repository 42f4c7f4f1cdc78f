import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { issuesOf } from "./axe.ts";
import { BROWSER_ARGS } from "./find-browser.ts";

/** The default model answers within a second or two, also on a loaded machine. */
const PATIENCE_MS = 30_000;

/** Whether there is a browser to test with; the setup has said so loudly when there is none. */
export const noBrowser = inject("browserPath") === "";

export interface VisitOptions extends BrowserContextOptions {
  /** Where the gateway is; the shared one when absent. */
  readonly url?: string;
  /** Fragment of the view. */
  readonly view?: "chat" | "fill" | "operations";
  /** Signs in with this key; null: stays at the sign-in. The shared key when absent. */
  readonly apiKey?: string | null;
  /** Console errors that belong to the test: Chromium reports every refused request as one. */
  readonly expected?: RegExp;
}

/**
 * A browser for the tests of one file. Every page is watched: after each test none may have thrown, broken the content
 * security policy, written an error to the console or asked anything of another host, and axe may find nothing wrong with
 * the state the test left it in.
 */
export function visitor(): (options?: VisitOptions) => Promise<Page> {
  let browser: Browser | null = null;
  const contexts: BrowserContext[] = [];
  let problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject("browserPath"), args: BROWSER_ARGS });
  });
  afterEach(async () => {
    for (const page of contexts.flatMap((context) => context.pages())) {
      problems.push(...(await issuesOf(page)));
    }
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const found = problems;
    problems = [];
    expect(found).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (options = {}) => {
    if (browser === null) {
      throw new Error("the browser is not running");
    }
    const { url = inject("pageUrl"), view = "chat", apiKey = inject("pageApiKey"), expected, ...rest } = options;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...rest });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      const wrong = message.type() === "error" || message.type() === "warning";
      if (wrong && expected?.test(message.text()) !== true) {
        problems.push(`console: ${message.text()}`);
      }
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("data:") && new URL(request.url()).origin !== url) {
        problems.push(`asked of another host: ${request.url()}`);
      }
    });
    await page.goto(`${url}/#${view}`);
    if (apiKey !== null) {
      await signIn(page, apiKey);
    }
    return page;
  };
}

/** Gives the page a key that is accepted. */
export async function signIn(page: Page, apiKey: string): Promise<void> {
  await page.getByLabel("API key").fill(apiKey);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}
