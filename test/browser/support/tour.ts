import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { BROWSER_ARGS, findBrowser } from "./find-browser.ts";

/** A busy machine answers within this, in ms. */
const PATIENCE_MS = 60_000;

/** The browser of a command. Throws with what to install when there is none. */
export async function launch(): Promise<Browser> {
  const executablePath = findBrowser(process.env);
  if (executablePath === null) {
    throw new Error("No Chromium was found: tools/chromium/install.sh installs one, DYLLM_CHROMIUM names another.");
  }
  return await chromium.launch({ executablePath, args: BROWSER_ARGS });
}

/** A page of its own context, signed in to the gateway at `url`. */
export async function signedIn(
  browser: Browser,
  url: string,
  apiKey: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await page.getByLabel("API key").fill(apiKey);
  await page.keyboard.press("Enter");
  await page.locator("#composer").waitFor();
  return page;
}
