import { afterEach, describe, expect, inject, it } from "vitest";
import { makeSlow, told } from "./support/act.ts";
import { startProxy, type Wire } from "./support/proxy.ts";
import { noBrowser, visitor } from "./support/visit.ts";

describe.skipIf(noBrowser)("filling in", () => {
  const visit = visitor();
  const wires: Wire[] = [];
  afterEach(async () => {
    await Promise.all(wires.splice(0).map((wire) => wire.close()));
  });

  it("begins with a text whose gaps the default model fills right", async () => {
    const page = await visit({ view: "fill" });
    await page.getByRole("button", { name: "Fill 3 gaps" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    const code = await page.locator(".filled pre").textContent();
    // The sum of 1 to 4, by the function the model completed.
    expect(await page.evaluate(`(${code})(4)`)).toBe(10);
  });

  it("fills several gaps at once and leaves what was written as it was", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("SELECT [[gap 4]] FROM users WHERE [[gap 8]];");
    const sent = page.waitForRequest("**/v1/completions");
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    expect((await sent).postDataJSON().dyllm).toMatchObject({
      segments: ["SELECT", " FROM users WHERE", ";"],
      gap_tokens: [4, 8],
    });
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    const text = await page.locator(".filled pre").textContent();
    expect(text).toMatch(/^SELECT [\s\S]* FROM users WHERE [\s\S]*;$/);
    expect(await page.locator(".filled mark").count()).toBe(2);
    expect(await editor.inputValue()).toBe("SELECT [[gap 4]] FROM users WHERE [[gap 8]];");
  });

  it("fills what stands between a prefix and a suffix, and shows each gap's tokens apart", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("SELECT name [[gap 1]] users WHERE age > 30;");
    await page.getByRole("button", { name: "Fill the gap" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    expect(await page.locator(".filled pre").textContent()).toBe("SELECT name FROM users WHERE age > 30;");
    await editor.fill("a [[gap 5]] b [[gap 2]] c");
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    expect(await page.locator(".grid .part").count()).toBe(2);
    expect(await page.locator(".grid .part").first().locator(".cell").count()).toBe(5);
    expect(await page.locator(".grid .part").last().locator(".cell").count()).toBe(2);
  });

  it("puts a gap where the cursor stands, by button and by keyboard, and marks it", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("ac");
    await editor.press("Home");
    await editor.press("ArrowRight");
    await page.getByLabel("of at most").fill("3");
    await page.getByRole("button", { name: "Insert a gap" }).click();
    expect(await editor.inputValue()).toBe("a[[gap 3]]c");
    await editor.press("Alt+g");
    expect(await editor.inputValue()).toBe("a[[gap 3]][[gap 3]]c");
    expect(await page.locator(".gapped mark").allInnerTexts()).toEqual(["[[gap 3]]", "[[gap 3]]"]);
    await page.reload();
    expect(await editor.inputValue()).toBe("a[[gap 3]][[gap 3]]c");
  });

  it("goes on from a filled text, and can take that back", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("The capital of Finland is [[gap 4]].");
    await editor.press("Control+Enter");
    await page.getByRole("button", { name: "Go on from it" }).click();
    const whole = await page.locator(".filled pre").textContent();
    expect(whole).toContain("Helsinki");
    expect(await editor.inputValue()).toBe(whole);
    await page.getByText("There is no gap yet.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await editor.inputValue()).toBe("The capital of Finland is [[gap 4]].");
  });

  it("stops at Escape, and the text with its gaps stays", async () => {
    const page = await visit({ view: "fill" });
    await makeSlow(page);
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("A story: [[gap 400]] The end.");
    await editor.press("Control+Enter");
    await page.locator(".cell[data-step]").nth(5).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Fill the gap" }).waitFor();
    expect(await page.locator(".filled pre").count()).toBe(0);
    expect(await editor.inputValue()).toBe("A story: [[gap 400]] The end.");
  });

  it("loses nothing when the connection drops, and can be tried again", async () => {
    const proxy = await startProxy(inject("pageUrl"));
    wires.push(proxy);
    const page = await visit({
      url: proxy.url,
      view: "fill",
      expected: /ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/,
    });
    await makeSlow(page);
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("A story: [[gap 400]] The end.");
    await page.getByRole("button", { name: "Fill the gap" }).click();
    await page.locator(".cell[data-step]").nth(5).waitFor();
    proxy.cut();
    await told(page, "The connection broke");
    expect(await editor.inputValue()).toBe("A story: [[gap 400]] The end.");
    await editor.fill("The capital of Finland is [[gap 1]].");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    expect(await page.locator(".filled pre").textContent()).toBe("The capital of Finland is Helsinki.");
  });

  it("refuses a text that is too long in plain words, and keeps it", async () => {
    const page = await visit({ view: "fill", expected: /400/ });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    const long = `${"The capital of Finland is Helsinki. ".repeat(300)}[[gap]]`;
    await editor.fill(long);
    await page.getByRole("button", { name: "Fill the gap" }).click();
    await told(page, "This is too long for the model");
    expect(await editor.inputValue()).toBe(long);
  });
});
