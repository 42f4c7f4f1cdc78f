/** `npm run screenshots`: takes the pictures in `docs/images/` from the real page before a real gateway and node. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { ask, ended, makeSlow } from "./support/act.ts";
import { startProxy } from "./support/proxy.ts";
import { type BrowserStack, startStack } from "./support/stack.ts";
import { launch, signedIn } from "./support/tour.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

const PHONE = { width: 390, height: 780 };

const FUNCTION = "Write a JavaScript function f that returns the items of arr greater than 19.";
const LOOP = "Write a JavaScript function f that sums the numbers from 1 to n with a loop.";

const JOIN =
  "Table orders (id, user_id, amount, item) and users (id, points, age, job). Write SQL to join orders and users and get " +
  "orders.amount and users.points where users.points is at most 98.";

/** Operations are pictured after so many ms of work: a plot of one sample is none. */
const WATCHED_MS = 60_000;

/** Between two requests of that work, in ms. */
const PAUSE_MS = 500;

/** So many cells of the first two blocks are written when the picture of a filling canvas is taken. */
const MIDWAY_CELLS = 34;

await mkdir(IMAGES, { recursive: true });
const stack = await startStack({ nodes: [[], []] });
const browser = await launch();
try {
  await chat(browser, stack);
  await filling(browser, stack);
  await phone(browser, stack);
  await fill(browser, stack);
  await operations(browser, stack);
} finally {
  await browser.close();
  await stack.close();
}

async function chat(browser: Browser, { url, apiKey }: BrowserStack): Promise<void> {
  for (const [colorScheme, question] of [
    ["light", LOOP],
    ["dark", JOIN],
  ] as const) {
    const page = await signedIn(browser, url, apiKey, { colorScheme });
    await ask(page, question);
    await ended(page);
    await page.locator(".grid .cell").nth(8).hover();
    await take(page, `chat-${colorScheme}`);
    await page.context().close();
  }
}

/** An answer half-way: the wire is clamped while the picture is taken. */
async function filling(browser: Browser, { url, apiKey }: BrowserStack): Promise<void> {
  const wire = await startProxy(url);
  const page = await signedIn(browser, wire.url, apiKey);
  await makeSlow(page);
  await ask(page, LOOP);
  await page.locator(".cell[data-step]").nth(MIDWAY_CELLS).waitFor();
  wire.clamp();
  await take(page, "canvas-filling");
  await page.context().close();
  await wire.close();
}

async function phone(browser: Browser, { url, apiKey }: BrowserStack): Promise<void> {
  const page = await signedIn(browser, url, apiKey, { viewport: PHONE, isMobile: true, hasTouch: true });
  await ask(page, FUNCTION);
  await ended(page);
  await take(page, "phone");
  await page.context().close();
}

async function fill(browser: Browser, { url, apiKey }: BrowserStack): Promise<void> {
  const page = await signedIn(browser, url, apiKey);
  await page.getByRole("link", { name: "Fill in" }).click();
  await page.getByRole("button", { name: "Fill 3 gaps" }).click();
  await page.getByRole("heading", { name: "Filled" }).waitFor();
  await take(page, "fill-in");
  await page.context().close();
}

async function operations(browser: Browser, { url, apiKey, adminKey, issueKey }: BrowserStack): Promise<void> {
  const { key } = await issueKey({ name: "Team A", limits: { tokens_per_day: 20_000, requests_per_minute: 600 } });
  await issueKey({ name: "Team B", limits: { tokens_per_month: 1_000_000, concurrency: 4 } });
  const page = await signedIn(browser, url, apiKey);
  // One caller is refused, so that there is an error to show.
  await fetch(`${url}/v1/models/none-of-ours`, { headers: { authorization: `Bearer ${key}` } });
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByLabel("Admin credential").fill(adminKey);
  await page.keyboard.press("Enter");
  await page.locator(".node").first().waitFor();
  for (const end = Date.now() + WATCHED_MS; Date.now() < end; ) {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "dyllm-demo", messages: [{ role: "user", content: LOOP }] }),
    });
    await answer.text();
    await pause(PAUSE_MS);
  }
  await take(page, "operations");
  await page.context().close();
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  console.log(`docs/images/${name}.png`);
}
