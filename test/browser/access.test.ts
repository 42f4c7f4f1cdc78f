import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { ask, ended } from "./support/act.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FUNCTION = "Write a JavaScript function f that returns the items of arr greater than 19.";

/** A small phone held upright. */
const PHONE = { width: 360, height: 640 };

describe.skipIf(noBrowser)("the page is for everyone", () => {
  const visit = visitor();

  it.each(["light", "dark"] as const)("axe finds no issue in any view (%s)", async (colorScheme) => {
    const page = await visit({ colorScheme, apiKey: null });
    expect(await issues(page)).toEqual([]);
    await signIn(page);
    expect(await issues(page)).toEqual([]);
    await ask(page, FUNCTION);
    await ended(page);
    await page.locator(".grid .cell").nth(1).hover();
    await page.getByText("More settings").click();
    expect(await issues(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+2");
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    expect(await issues(page)).toEqual([]);
    await openOperations(page);
    expect(await issues(page)).toEqual([]);
  });

  it("can be used with the keyboard alone, and tells a screen reader how the answer ended", async () => {
    const page = await visit({ apiKey: null });
    await page.locator("#key:focus").waitFor();
    await page.keyboard.insertText(inject("pageApiKey"));
    await page.keyboard.press("Enter");
    await page.locator("#composer:focus").waitFor();
    await page.keyboard.insertText("What is the capital of Finland?");
    await page.keyboard.press("Enter");
    expect(await ended(page)).toBe("The capital of Finland is Helsinki.");
    await page.getByRole("status").getByText("Answer complete. The capital of Finland is Helsinki.").waitFor();
    await tabTo(page, "New seed");
    await page.keyboard.press("Enter");
    await page.getByText("2/2").waitFor();
    await ended(page);
    await tabTo(page, "Arrow keys walk through them.");
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^Token 1: /).waitFor();
    for (const [keys, heading] of [
      ["Alt+3", "Operations"],
      ["Alt+2", "Fill in"],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByRole("heading", { name: heading }).waitFor();
    }
    await page.keyboard.press("Alt+1");
    await page.locator("#composer:focus").waitFor();
    expect(await page.locator(".exchange").count()).toBe(1);
  });

  it("fits a phone in every view: nothing is wider than the screen, and where one writes is on it", async () => {
    const page = await visit({ viewport: PHONE, hasTouch: true, isMobile: true });
    await ask(page, FUNCTION);
    await ended(page);
    await expectFits(page);
    for (const place of ["#composer", ".send", ".grid .cell >> nth=0"]) {
      const box = await page.locator(place).boundingBox();
      expect(box, place).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), place).toBeLessThanOrEqual(PHONE.height);
    }
    await page.getByText("More settings").click();
    await expectFits(page);
    await page.getByRole("link", { name: "Fill in" }).click();
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    await expectFits(page);
    await openOperations(page);
    await expectFits(page);
  });

  it("follows the system's colours until others are chosen, and remembers the choice", async () => {
    const page = await visit({ colorScheme: "dark" });
    const background = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const dark = await background();
    await page.getByRole("button", { name: /^Colours: system/ }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await background()).toBe(light);
    await page.getByRole("button", { name: /^Colours: light/ }).click();
    expect(await background()).toBe(dark);
  });

  it("loads nothing from elsewhere, and a strict policy would not let it", async () => {
    const page = await visit();
    const urls: string[] = [];
    page.on("request", (request) => urls.push(request.url()));
    const response = await page.reload();
    await page.locator("#composer:focus").waitFor();
    const policy = (await response?.headerValue("content-security-policy")) ?? "";
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toContain("unsafe");
    expect(urls.length).toBeGreaterThan(2);
    expect(urls.filter((url) => !url.startsWith("data:") && new URL(url).origin !== inject("pageUrl"))).toEqual([]);
  });
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("API key").fill(inject("pageApiKey"));
  await page.keyboard.press("Enter");
  await page.locator("#composer").waitFor();
}

async function openOperations(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByLabel("Admin credential").fill(inject("pageAdminKey"));
  await page.keyboard.press("Enter");
  await page.locator(".node").first().waitFor();
}

/** What axe finds wrong, with where. The browser's own console evaluates it: the page's policy admits no foreign script. */
async function issues(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(`
    axe.run().then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => id + " (" + impact + "): " + nodes.map((node) => node.html).join(" ")))
  `);
}

/** Presses Tab until what has the focus is called this. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const name = String(
      await page.evaluate(
        "document.activeElement === document.body ? '' : (document.activeElement.ariaLabel ?? document.activeElement.textContent)",
      ),
    );
    if (name.endsWith(wanted)) {
      return;
    }
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

async function expectFits(page: Page): Promise<void> {
  const widths = await page.evaluate(
    "[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]",
  );
  expect(widths).toEqual([PHONE.width, PHONE.width]);
}
