/**
 * `npm run bench:page`: the chat page in Chromium before a real gateway and a real node, all on this machine.
 *
 *   --loads N    page loads without a cache (default 10)
 *   --tokens N   cells of the canvas (default 512)
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { buildPage } from "../../tools/page/build.ts";
import { ask, makeSlow } from "../browser/support/act.ts";
import { startStack } from "../browser/support/stack.ts";
import { launch, signedIn } from "../browser/support/tour.ts";
import { shownFrames } from "./shown-frames.ts";
import { median } from "./statistics.ts";

/** A frame that comes later than this after the one before, in ms, was missed: one and a half of a 60 Hz screen's. */
const MISSED_MS = 25;

/** An answer of a full window, or its replay, takes this long at most, in ms, also on a busy machine. */
const ANSWER_TIMEOUT_MS = 300_000;

const { values } = parseArgs({
  options: { loads: { type: "string", default: "10" }, tokens: { type: "string", default: "512" } },
});

const { scriptBytes, styleBytes } = await buildPage();
const stack = await startStack();
const browser = await launch();
try {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Chromium ${browser.version()}, Node ${process.versions.node}, ${new Date().toISOString()}`,
  );
  console.log(`script ${kilobytes(scriptBytes)} kB compressed, styles ${kilobytes(styleBytes)} kB`);
  await loads(browser, stack.url, Number(values.loads));
  await frames(browser, stack.url, stack.apiKey, Number(values.tokens));
} finally {
  await browser.close();
  await stack.close();
}

/** Time from the navigation's start until the field for the key has the focus: from then on the page takes input. */
async function loads(browser: Browser, url: string, count: number): Promise<void> {
  const times: number[] = [];
  for (let load = 0; load < count; load++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(`
      document.addEventListener("focusin", () => { window.readyAt ??= performance.now(); }, true);
    `);
    await page.goto(url);
    times.push(Number(await (await page.waitForFunction("window.readyAt")).jsonValue()));
    await context.close();
  }
  const worst = Math.max(...times);
  console.log(`time to interactive: median ${median(times).toFixed(0)} ms, longest ${worst.toFixed(0)} ms of ${count}`);
}

/** Frames while an answer streams one token a step into a full canvas, and while that is replayed without a node at work. */
async function frames(browser: Browser, url: string, apiKey: string, tokens: number): Promise<void> {
  const page = await signedIn(browser, url, apiKey);
  await makeSlow(page, tokens);
  await measured(browser, page, `while ${tokens} tokens stream`, async () => {
    await ask(page, "Tell me a long story.");
    await page.locator(".cell.filled").first().waitFor();
    await count(page);
    await page.locator('.answer[data-state="done"]').waitFor({ timeout: ANSWER_TIMEOUT_MS });
  });
  await measured(browser, page, `while ${tokens} tokens are replayed`, async () => {
    await page.getByRole("button", { name: "Replay the denoising" }).click();
    await count(page);
    await page.getByRole("button", { name: "Replay the denoising" }).waitFor({ timeout: ANSWER_TIMEOUT_MS });
  });
  await page.context().close();
}

async function measured(browser: Browser, page: Page, what: string, run: () => Promise<void>): Promise<void> {
  const { wanted, shown } = await shownFrames(browser, page, run);
  report(what, await counted(page));
  console.log(`  ${shown} of ${wanted} frames with something new came to the screen in time and complete`);
}

async function count(page: Page): Promise<void> {
  await page.evaluate(`
    window.frameTimes = [];
    window.counting = true;
    requestAnimationFrame(function next(time) {
      window.frameTimes.push(time);
      if (window.counting) requestAnimationFrame(next);
    });
  `);
}

async function counted(page: Page): Promise<readonly number[]> {
  await page.evaluate("window.counting = false");
  return await page.evaluate("window.frameTimes");
}

function report(what: string, times: readonly number[]): void {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  const missed = gaps.filter((gap) => gap > MISSED_MS).length;
  console.log(
    `${what}: ${(gaps.length / seconds).toFixed(1)} frames/s over ${seconds.toFixed(1)} s, median gap ${median(gaps).toFixed(1)} ms, ` +
      `${((missed / gaps.length) * 100).toFixed(1)} % over ${MISSED_MS} ms, longest ${Math.max(...gaps).toFixed(0)} ms`,
  );
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
