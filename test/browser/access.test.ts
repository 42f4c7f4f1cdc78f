import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { ask, drawn, ended, makeSlow, openSettings } from "./support/act.ts";
import { issuesOf } from "./support/axe.ts";
import { noBrowser, signIn, visitor } from "./support/visit.ts";

const FUNCTION = "Write a JavaScript function f that returns the items of arr greater than 19.";

/** A small phone held upright. */
const PHONE = { width: 360, height: 640 };

describe.skipIf(noBrowser)("the page is for everyone", () => {
  const visit = visitor();

  it.each([
    ["light", "desktop"],
    ["dark", "desktop"],
    ["light", "phone"],
    ["dark", "phone"],
  ] as const)("axe finds no issue in any view (%s, %s)", async (colorScheme, device) => {
    const page = await visit({
      colorScheme,
      apiKey: null,
      expected: /401/,
      ...(device === "phone" && { viewport: PHONE, hasTouch: true, isMobile: true }),
    });
    const expectNoIssues = async (where: string) => expect(await issuesOf(page), where).toEqual([]);
    await expectNoIssues("sign-in");
    await page.getByLabel("API key").fill("sk-wrong");
    await page.keyboard.press("Enter");
    await page.getByText("Your key was not accepted").waitFor();
    await expectNoIssues("refused key");
    await signIn(page, inject("pageApiKey"));
    await expectNoIssues("welcome");
    await ask(page, FUNCTION);
    await ended(page);
    await page.locator(".grid .cell").nth(1).hover();
    await openSettings(page);
    await expectNoIssues("answer, settings");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Edit the message" }).click();
    await expectNoIssues("edit");
    await page.getByRole("textbox", { name: "Edit the message" }).press("Enter");
    await ended(page);
    await expectNoIssues("undo");
    await page.keyboard.press("Alt+2");
    await page.getByRole("button", { name: "Fill 3 gaps" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    await expectNoIssues("fill in");
    await openOperations(page);
    await expectNoIssues("operations");
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
    await page.locator("#composer:focus").waitFor();
    await page.getByText("2/2").waitFor();
    await ended(page);
    await tabTo(page, "Arrow keys walk through them.");
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^Token 1: /).waitFor();
    await tabTo(page, "Denoising step");
    await page.keyboard.press("Home");
    await page.getByText(/^0 \/ \d+$/).waitFor();
    await tabTo(page, "Edit the message");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.locator("#composer:focus").waitFor();
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

  it("shows where the keyboard is, on everything it can reach", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await page.getByRole("link", { name: "Chat" }).focus();
    for (let i = 0; i < 30; i++) {
      const shown = await page.evaluate(`
        (() => {
          const marks = (element) => element !== null && getComputedStyle(element).outlineStyle !== "none";
          const focused = document.activeElement;
          const shown = focused === document.body || marks(focused) || marks(focused.closest(".composer, .toggle"));
          return shown ? "" : focused.outerHTML;
        })()
      `);
      expect(shown).toBe("");
      await page.keyboard.press("Tab");
    }
  });

  it("fits a phone in every view: nothing is wider than the screen, and where one writes is on it", async () => {
    const page = await visit({ viewport: PHONE, hasTouch: true, isMobile: true });
    await expectFits(page);
    await ask(page, FUNCTION);
    await ended(page);
    await expectFits(page);
    for (const place of ["#composer", ".send", ".grid .cell >> nth=0"]) {
      const box = await page.locator(place).boundingBox();
      expect(box, place).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), place).toBeLessThanOrEqual(PHONE.height);
    }
    await openSettings(page);
    await expectFits(page);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Fill in" }).click();
    await page.getByRole("button", { name: "Fill 3 gaps" }).click();
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

  it.each(["desktop", "phone"] as const)(
    "moves nothing from a question to the end of its answer (%s)",
    async (device) => {
      const page = await visit(device === "phone" ? { viewport: PHONE, hasTouch: true, isMobile: true } : {});
      await ask(page, "What is the capital of Finland?");
      await ended(page);
      await makeSlow(page);
      // Written beforehand: a script's writing, unlike a person's, is no input that accounts for a field that grows.
      await page.getByLabel("Your message").fill(FUNCTION);
      await drawn(page);
      await page.evaluate(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          if (!hadRecentInput) {
            const what = sources.map(({ node, previousRect, currentRect }) =>
              [node?.parentElement?.className, node?.textContent, JSON.stringify([previousRect, currentRect])].join(" "));
            window.shifts.push(value + " " + what.join(", "));
          }
        }
      }).observe({ type: "layout-shift", buffered: false });
    `);
      await page.getByLabel("Your message").press("Enter");
      await ended(page);
      await page.locator(".answer-bar").nth(1).waitFor();
      expect(await page.evaluate("window.shifts")).toEqual([]);
    },
  );

  it("moves nothing by itself for those who ask for reduced motion", async () => {
    for (const [reducedMotion, moving] of [
      ["no-preference", true],
      ["reduce", false],
    ] as const) {
      const page = await visit({ reducedMotion });
      await makeSlow(page);
      // The dots stand only until the first token: watched for, not looked for.
      await page.evaluate(`
        window.dots = 0;
        window.moved = false;
        new MutationObserver(() => {
          window.dots += document.querySelectorAll(".dots i").length;
          window.moved ||= document.getAnimations().length > 0;
        }).observe(document.body, { childList: true, subtree: true });
      `);
      await ask(page, "Tell me a long story.");
      await page.locator(".cell[data-step]").nth(20).waitFor();
      expect(await page.evaluate("window.dots")).toBeGreaterThan(0);
      expect(await page.evaluate("window.moved"), reducedMotion).toBe(moving);
      await page.keyboard.press("Escape");
    }
  });

  it("is no more than 120 kB of script, as it comes over the wire", async () => {
    const page = await visit();
    const scripts: Promise<number>[] = [];
    page.on("requestfinished", (request) => {
      if (request.resourceType() === "script") {
        scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await page.reload();
    await page.locator("#composer").waitFor();
    const sizes = await Promise.all(scripts);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120_000);
  });

  it("is kept from loading anything from elsewhere by a strict policy", async () => {
    const page = await visit();
    const response = await page.reload();
    const policy = (await response?.headerValue("content-security-policy")) ?? "";
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/connect-src 'self'(;|$)/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toContain("unsafe");
  });
});

async function openOperations(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Operations" }).click();
  await page.getByLabel("Admin credential").fill(inject("pageAdminKey"));
  await page.keyboard.press("Enter");
  await page.locator(".node").first().waitFor();
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
