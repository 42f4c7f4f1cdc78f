import { describe, expect, it } from "vitest";
import { makeSlow } from "./support/act.ts";
import { noBrowser, visitor } from "./support/visit.ts";

describe.skipIf(noBrowser)("filling in", () => {
  const visit = visitor();

  it("fills several gaps at once and leaves what was written as it was", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("SELECT [[gap 4]] FROM users WHERE [[gap 8]];");
    const sent = page.waitForRequest("**/v1/completions");
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    expect((await sent).postDataJSON().dyllm).toMatchObject({
      segments: ["SELECT ", " FROM users WHERE ", ";"],
      gap_tokens: [4, 8],
    });
    await page.getByRole("heading", { name: "Filled" }).waitFor();
    const text = await page.locator(".filled pre").textContent();
    expect(text).toMatch(/^SELECT [\s\S]* FROM users WHERE [\s\S]*;$/);
    expect(await page.locator(".filled mark").count()).toBe(2);
    expect(await page.locator(".grid .cell").count()).toBe(12);
    expect(await editor.inputValue()).toBe("SELECT [[gap 4]] FROM users WHERE [[gap 8]];");
  });

  it("puts a gap where the cursor stands, by button and by keyboard", async () => {
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
    await page.reload();
    expect(await editor.inputValue()).toBe("a[[gap 3]][[gap 3]]c");
  });

  it("goes on from a filled text", async () => {
    const page = await visit({ view: "fill" });
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("The capital of Finland is [[gap 4]].");
    await editor.press("Control+Enter");
    await page.getByRole("button", { name: "Go on from it" }).click();
    const whole = await page.locator(".filled pre").textContent();
    expect(await editor.inputValue()).toBe(whole);
    await page.getByText("There is no gap yet.").waitFor();
  });

  it("stops at Escape, and the text with its gaps stays", async () => {
    const page = await visit({ view: "fill" });
    await makeSlow(page);
    const editor = page.getByRole("textbox", { name: /Text with gaps/ });
    await editor.fill("A story: [[gap 200]] The end.");
    await editor.press("Control+Enter");
    await page.locator(".cell.filled[data-step]").nth(5).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Fill the gap" }).waitFor();
    expect(await page.locator(".filled pre").count()).toBe(0);
    expect(await editor.inputValue()).toBe("A story: [[gap 200]] The end.");
  });

  it("says in plain words when the gateway cannot fill gaps", async () => {
    const page = await visit({ view: "fill", expected: /404/ });
    const error = { message: "Unknown request URL.", type: "invalid_request_error", param: null, code: "unknown_url" };
    await page.route("**/v1/completions", (route) => route.fulfill({ status: 404, json: { error } }));
    await page.getByRole("button", { name: "Fill 2 gaps" }).click();
    await page.getByText("This gateway cannot fill gaps. Your text is unchanged.").waitFor();
  });
});
