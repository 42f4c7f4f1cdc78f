import type { Page } from "playwright-core";

/** Writes a message and sends it with Enter. */
export async function ask(page: Page, message: string): Promise<void> {
  await page.getByLabel("Your message").fill(message);
  await page.keyboard.press("Enter");
}

/** Waits until the last answer has ended in this way, and returns its text. */
export async function ended(page: Page, state: "done" | "stopped" | "failed" = "done"): Promise<string> {
  const answer = page.locator(".answer").last();
  await page.locator(`.exchange:last-of-type .answer[data-state="${state}"]`).waitFor();
  return (await answer.locator(".markdown").innerText()).trim();
}

/** Waits until the page tells of this problem, beyond the announcement for screen readers. */
export async function told(page: Page, title: string | RegExp): Promise<void> {
  await page.locator(".problem strong").getByText(title).waitFor();
}

/** Opens the settings that are folded away. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByLabel("More settings").click();
  await page.getByLabel("Temperature").waitFor();
}

/** Window of a slow answer: enough steps to look at, few enough for a busy machine. */
export const SLOW_TOKENS = 128;

/** Sets answers to fill their whole window, one token a step: that takes seconds, which some tests need. */
export async function makeSlow(page: Page, tokens = SLOW_TOKENS): Promise<void> {
  await openSettings(page);
  await page.getByLabel("Longest answer").fill(String(tokens));
  await page.getByLabel("Slow motion").check();
  await page.getByLabel("Fill the whole window").check();
  await page.keyboard.press("Escape");
}

/** Waits until the page has drawn what it knows: the canvas is drawn in the animation frame after a change. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
}
