import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ask, drawn, ended, makeSlow, SLOW_TOKENS } from "./support/act.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const FUNCTION = "Write a JavaScript function f that sums the numbers from 1 to n with a loop.";

describe.skipIf(noBrowser)("the canvas", () => {
  const visit = visitor();

  it("has a cell for every token of the window from the start, and fills them out of order", async () => {
    const page = await visit();
    await makeSlow(page);
    await ask(page, "Tell me a long story.");
    await page.locator(".cell.filled[data-step]").nth(20).waitFor();
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
    expect(await page.locator(".grid .cell").count()).toBe(SLOW_TOKENS);
    const steps = await stepsInOrder(page);
    expect(steps.length).toBeGreaterThan(20);
    expect(steps).not.toEqual(steps.toSorted((a, b) => a - b));
  });

  it("says of a cell what it holds, when it was written and how sure the model was", async () => {
    const page = await visit();
    await ask(page, FUNCTION);
    await ended(page);
    await page.getByText("function", { exact: false }).first().waitFor();
    await page.locator(".grid .cell").nth(1).hover();
    await page.getByText(/^Token 2: “.*”, written in step \d+, \d+ % sure\.$/).waitFor();
    await page.locator(".grid").focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^Token 3: /).waitFor();
  });

  it("replays the denoising step by step, and comes back to the whole answer", async () => {
    const page = await visit();
    await makeSlow(page);
    await ask(page, "Tell me a long story.");
    await page.locator(".cell.filled[data-step]").nth(20).waitFor();
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
    await drawn(page);
    const all = await page.locator(".cell.filled[data-step]").count();
    const slider = page.getByLabel("Denoising step");
    await slider.fill("5");
    await page.getByText(/^5 \/ \d+$/).waitFor();
    // The grid is drawn a frame after the number.
    await expect.poll(() => page.locator(".cell.filled[data-step]").count()).toBeLessThan(all);
    expect(await page.locator(".cell.filled[data-step]").count()).toBeGreaterThanOrEqual(5);
    await slider.press("ArrowRight");
    await page.getByText(/^6 \/ \d+$/).waitFor();
    await page.getByRole("button", { name: "Replay the denoising" }).click();
    await page.getByRole("button", { name: "Pause replay" }).waitFor();
    await page.getByRole("button", { name: "Replay the denoising" }).waitFor();
    await expect.poll(() => page.locator(".cell.filled[data-step]").count()).toBe(all);
  });

  it("shows steps, tokens per step, saved compute and speed as they come", async () => {
    const page = await visit();
    await ask(page, FUNCTION);
    await ended(page);
    const figures = await page.locator(".figures dd").allInnerTexts();
    expect(figures[0]).toMatch(/^[1-9]\d*$/);
    expect(figures[1]).toMatch(/^\d+\.\d$/);
    expect(figures[2]).toMatch(/^-?\d+ %$/);
    expect(figures[3]).toMatch(/^[1-9]\d*$/);
    expect(figures[4]).toBe("node-1");
  });

  it("lights the rows that a sparse step recomputed, and not the others", async () => {
    const page = await visit();
    await makeSlow(page);
    await ask(page, "Tell me a long story.");
    const lit = () => page.locator(".grid .cell.lit").count();
    await expect
      .poll(lit, { timeout: 20_000, interval: 10 })
      .toSatisfy((count: number) => count > 0 && count < SLOW_TOKENS);
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
  });

  it("can be switched off, and is then not asked for", async () => {
    const page = await visit();
    await page.getByLabel("Canvas", { exact: true }).uncheck();
    const sent = page.waitForRequest("**/v1/chat/completions");
    await ask(page, FUNCTION);
    expect((await sent).postDataJSON().dyllm).toEqual({});
    await ended(page);
    expect(await page.locator(".canvas-side").count()).toBe(0);
  });

  it("moves nothing while an answer streams, and keeps still for those who ask for reduced motion", async () => {
    const page = await visit({ reducedMotion: "reduce" });
    await makeSlow(page);
    await page.evaluate(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          window.shifts.push({ value: entry.value, where: entry.sources.map((s) => s.node?.className ?? s.node?.nodeName) });
        }
      }).observe({ type: "layout-shift", buffered: false });
      // The dots stand only until the first token: watched for, not looked for.
      window.animations = new Set();
      new MutationObserver(() => {
        for (const dot of document.querySelectorAll(".dots i")) {
          window.animations.add(getComputedStyle(dot).animationName);
        }
      }).observe(document.body, { childList: true, subtree: true });
    `);
    await ask(page, "Tell me a long story.");
    await page.locator('.answer[data-state="streaming"]').waitFor();
    expect(await page.evaluate("[...window.animations]")).toEqual(["none"]);
    await page.evaluate("window.shifts.length = 0");
    await page.locator(".cell.filled[data-step]").nth(30).waitFor();
    expect(await page.evaluate("window.shifts")).toEqual([]);
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
  });
});

/** The step of each filled cell, by position. */
async function stepsInOrder(page: Page): Promise<number[]> {
  return await page.evaluate(
    "[...document.querySelectorAll('.cell.filled[data-step]')].map((cell) => Number(cell.dataset.step))",
  );
}
