import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ask, drawn, ended, makeSlow, SLOW_TOKENS } from "./support/act.ts";
import { noBrowser, visitor } from "./support/visit.ts";
import { readAnswer, tap, type WireAnswer } from "./support/wire.ts";

const FUNCTION = "Write a JavaScript function f that sums the numbers from 1 to n with a loop.";
const STORY = "Tell me a long story.";

/** The default model's blocks. */
const BLOCK = 32;

/** Window of an answer that is only looked at when it is complete. */
const SHORT = 2 * BLOCK;

/** A cell as it is drawn. */
interface DrawnCell {
  readonly at: number;
  readonly step: number | null;
  /** Shade of the confidence, 0…4. */
  readonly sure: number | null;
  readonly lit: boolean;
}

describe.skipIf(noBrowser)("the canvas", () => {
  const visit = visitor();

  it("has a cell for every token of the window from the start, and fills them block by block and out of order", async () => {
    const page = await visit();
    await makeSlow(page);
    await ask(page, STORY);
    // In one look, since the canvas goes on filling.
    const early = () =>
      page.evaluate(`
        (() => {
          const count = (selector) => document.querySelectorAll(selector).length;
          return count(".cell[data-step]") > 0 && count(".cell[data-step]") < ${SLOW_TOKENS} && count(".grid .cell");
        })()
      `);
    await expect.poll(early, { interval: 20 }).toBe(SLOW_TOKENS);
    await ended(page);
    await drawn(page);
    const steps = (await cells(page)).map(({ step }) => step ?? Number.NaN);
    expect(steps).not.toEqual(steps.toSorted((a, b) => a - b));
    for (let start = BLOCK; start < SLOW_TOKENS; start += BLOCK) {
      const before = Math.max(...steps.slice(start - BLOCK, start));
      expect(Math.min(...steps.slice(start, start + BLOCK)), `block at ${start}`).toBeGreaterThan(before);
    }
  });

  it("shows at every step what the gateway told: when each token was written, how surely, and which rows were recomputed", async () => {
    const page = await visit();
    // The default preset of this model recomputes every row.
    await page.getByLabel("Preset").selectOption("fast");
    await makeSlow(page, SHORT);
    await tap(page);
    await ask(page, STORY);
    await ended(page);
    const told = await readAnswer(page);
    expect(told.length).toBe(SHORT);
    const sparse = told.steps.findIndex(({ recomputed }) => (recomputed?.length ?? 0) > 0) + 1;
    expect(sparse).toBeGreaterThan(0);
    for (const step of [1, sparse, 20, told.steps.length]) {
      await page.getByLabel("Denoising step").fill(String(step));
      await page.getByText(new RegExp(`^${step} / ${SHORT}$`)).waitFor();
      await drawn(page);
      expect(await cells(page), `step ${step}`).toEqual(expectedCells(told, step));
    }
  });

  it("lights all rows as one when a step recomputed every row", async () => {
    const page = await visit();
    // The default preset of this model recomputes every row.
    await page.getByLabel("Preset").selectOption("fast");
    await makeSlow(page, SHORT);
    await tap(page);
    await ask(page, STORY);
    await ended(page);
    const { steps } = await readAnswer(page);
    const dense = steps.findIndex(({ recomputed }) => recomputed === null) + 1;
    const sparse = steps.findIndex(({ recomputed }) => recomputed !== null) + 1;
    for (const [step, all] of [
      [dense, 1],
      [sparse, 0],
    ] as const) {
      expect(step).toBeGreaterThan(0);
      await page.getByLabel("Denoising step").fill(String(step));
      await drawn(page);
      expect(await page.locator(".grid.all-lit").count(), `step ${step}`).toBe(all);
      await page.getByText(new RegExp(`^Step ${step} on node-1 wrote`)).waitFor();
    }
  });

  it("says of a cell what it holds, when it was written and how sure the model was, by pointer and by keyboard", async () => {
    const page = await visit();
    await ask(page, FUNCTION);
    await ended(page);
    await drawn(page);
    await page.locator(".grid .cell").nth(1).hover();
    await page.getByText(/^Token 2: “ function”, written in step \d+, \d+ % sure\.$/).waitFor();
    await page.locator(".grid").focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^Token 3: “ f”/).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByText(/^Token 7: /).waitFor();
    await page.locator(".grid .cell").last().click();
    await page.getByText(/^Token \d+: still masked\.$/).waitFor();
  });

  it("replays the denoising step by step, and comes back to the whole answer", async () => {
    const page = await visit();
    await makeSlow(page, SHORT);
    await ask(page, STORY);
    await ended(page);
    await drawn(page);
    const written = () => page.locator(".cell[data-step]").count();
    const slider = page.getByLabel("Denoising step");
    await slider.fill("5");
    await expect.poll(written).toBe(5);
    await slider.press("ArrowRight");
    await expect.poll(written).toBe(6);
    await slider.press("Home");
    await expect.poll(written).toBe(0);
    await slider.press("End");
    await expect.poll(written).toBe(SHORT);
    // From the end it begins anew, from anywhere else it goes on from there.
    await page.getByRole("button", { name: "Replay the denoising" }).click();
    await expect.poll(written, { interval: 20 }).toSatisfy((count: number) => count > 0 && count < SHORT / 2);
    await page.getByRole("button", { name: "Pause replay" }).click();
    await slider.fill(String(SHORT - 16));
    await expect.poll(written).toBe(SHORT - 16);
    await page.getByRole("button", { name: "Replay the denoising" }).click();
    await page.getByRole("button", { name: "Pause replay" }).waitFor();
    expect(await written()).toBeGreaterThanOrEqual(SHORT - 16);
    await page.getByRole("button", { name: "Replay the denoising" }).waitFor();
    await expect.poll(written).toBe(SHORT);
  });

  it("counts steps, tokens per step, saved compute and speed while they come, and agrees with the gateway at the end", async () => {
    const page = await visit();
    await makeSlow(page);
    await tap(page);
    await ask(page, STORY);
    await page.locator(".cell[data-step]").nth(5).waitFor();
    const live = await figures(page);
    expect(live.steps).toBeGreaterThan(0);
    expect(live.steps).toBeLessThan(SLOW_TOKENS);
    expect(live.saved).toMatch(/^\d+ %$/);
    await ended(page);
    const { usage } = await readAnswer(page);
    const whole = await figures(page);
    expect(whole.steps).toBe(usage.steps);
    expect(whole.tokensPerStep).toBeCloseTo(SLOW_TOKENS / usage.steps, 1);
    expect(whole.saved).toBe(`${Math.round((1 - usage.dense_compute_share) * 100)} %`);
    expect(whole.tokensPerSecond).toBeGreaterThan(0);
  });

  it("can be switched off, is then not asked for, and stays off", async () => {
    const page = await visit();
    await page.getByLabel("Canvas", { exact: true }).uncheck();
    const sent = page.waitForRequest("**/v1/chat/completions");
    await ask(page, FUNCTION);
    expect((await sent).postDataJSON().dyllm).toEqual({});
    await ended(page);
    await page.reload();
    await ended(page);
    expect(await page.locator(".canvas-side").count()).toBe(0);
    await page.getByLabel("Canvas", { exact: true }).check();
    await page.getByText("No canvas was kept of this answer.").waitFor();
  });

  it("goes back to the canvas of an earlier answer", async () => {
    const page = await visit();
    await ask(page, FUNCTION);
    await ended(page);
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await page.getByRole("button", { name: "Show its canvas" }).first().click();
    await expect.poll(() => page.locator(".grid .cell").nth(1).innerText()).toBe("function");
  });
});

/** What is drawn, by position. */
async function cells(page: Page): Promise<readonly DrawnCell[]> {
  return await page.evaluate(`
    [...document.querySelectorAll(".grid .cell")].map(({ dataset, classList }) => ({
      at: Number(dataset.at),
      step: dataset.step === undefined ? null : Number(dataset.step),
      sure: dataset.sure === undefined ? null : Number(dataset.sure),
      lit: classList.contains("lit"),
    }))
  `);
}

/** What should be drawn after the first `shown` steps. */
function expectedCells(told: WireAnswer, shown: number): readonly DrawnCell[] {
  const written = told.steps
    .slice(0, shown)
    .flatMap(({ step, positions, confidences }) =>
      positions.map((at, i) => ({ at, step, sure: Math.min(4, Math.floor((confidences[i] ?? 0) * 5)) })),
    );
  const lit = told.steps[shown - 1]?.recomputed ?? [];
  return Array.from({ length: told.length }, (_, at) => {
    const { step = null, sure = null } = written.find((token) => token.at === at) ?? {};
    return { at, step, sure, lit: lit.includes(at) };
  });
}

async function figures(page: Page) {
  const [steps, tokensPerStep, saved = "", tokensPerSecond] = await page.locator(".figures dd").allInnerTexts();
  return {
    steps: Number(steps),
    tokensPerStep: Number(tokensPerStep),
    saved,
    tokensPerSecond: Number(tokensPerSecond),
  };
}
