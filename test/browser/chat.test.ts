import OpenAI from "openai";
import { describe, expect, inject, it } from "vitest";
import { EXAMPLES } from "../../edge/page/src/chat/examples.ts";
import { until } from "../support/client.ts";
import { ask, ended, makeSlow, openSettings, told } from "./support/act.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const FUNCTION = "Write a JavaScript function f that returns the items of arr greater than 19.";

/** What the default model must answer to each example prompt, in order. */
const EXAMPLE_ANSWERS: readonly RegExp[] = [
  /^function f\(arr\) \{\s+return arr\.filter\(\(x\) => x > 19\);\s+\}$/,
  /^SELECT orders\.amount, users\.points FROM orders JOIN users ON orders\.user_id = users\.id WHERE users\.points <= 98;$/,
  /^The capital of Finland is Helsinki\.$/,
  /s e l p p a\s+selppa$/,
  /probability of the best token/,
  /^function f\(n\) \{[\s\S]+for \(let i = 1; i <= n; i\+\+\) \{[\s\S]+return \w+;\s+\}$/,
];

/** Long enough that nothing ends before a test has done what it does meanwhile. */
const LONG_TOKENS = 768;

describe.skipIf(noBrowser)("the chat", () => {
  const visit = visitor();

  it.each(EXAMPLES.map((example, index) => [example.topic, example.prompt, EXAMPLE_ANSWERS[index]] as const))(
    "offers an example prompt (%s) that the default model answers right",
    async (_topic, prompt, answer) => {
      const page = await visit();
      await page.getByRole("button", { name: prompt }).click();
      await page.keyboard.press("Enter");
      expect(await ended(page)).toMatch(answer ?? /^\b$/);
    },
  );

  it("shows the very text the API answers", async () => {
    const client = new OpenAI({ baseURL: `${inject("pageUrl")}/v1`, apiKey: inject("pageApiKey"), maxRetries: 0 });
    const whole = await client.chat.completions.create({
      model: "dyllm-demo",
      messages: [{ role: "user", content: FUNCTION }],
      temperature: 0,
    });
    const page = await visit();
    await ask(page, FUNCTION);
    expect(await ended(page)).toBe(whole.choices[0]?.message.content);
  });

  it("goes on over several turns, and a reload loses nothing", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    const body = page.waitForRequest("**/v1/chat/completions");
    await ask(page, "Name the currency of Japan.");
    const { messages } = (await body).postDataJSON();
    expect(messages.map((message: { role: string }) => message.role)).toEqual(["user", "assistant", "user"]);
    const answer = await ended(page);
    await page.getByLabel("Your message").fill("half a thought");
    await page.reload();
    expect(await page.locator(".exchange").count()).toBe(2);
    expect(await ended(page)).toBe(answer);
    expect(await page.getByLabel("Your message").inputValue()).toBe("half a thought");
  });

  it("keeps what had come when it is reloaded in mid-answer", async () => {
    const page = await visit();
    await makeSlow(page, LONG_TOKENS);
    await ask(page, FUNCTION);
    await page.locator(".answer .markdown").getByText("function").waitFor();
    await page.reload();
    await told(page, "The connection broke");
    expect(await ended(page, "failed")).toMatch(/^function/);
  });

  it("stops at the button and at Escape, and the node really stops", async () => {
    const page = await visit();
    await makeSlow(page, LONG_TOKENS);
    for (const stop of [
      () => page.getByRole("button", { name: "Stop" }).click(),
      () => page.keyboard.press("Escape"),
    ]) {
      const before = await onNode("dyllm_steps_total");
      await ask(page, "Tell me a long story.");
      await page.locator('.answer[data-state="streaming"]').waitFor();
      await until(async () => (await onNode("dyllm_running")) === 1, 5_000);
      await stop();
      await ended(page, "stopped");
      await until(async () => (await onNode("dyllm_running")) === 0, 2_000);
      const steps = await onNode("dyllm_steps_total");
      expect(steps - before).toBeGreaterThan(0);
      expect(steps - before).toBeLessThan(LONG_TOKENS);
      expect(await onNode("dyllm_requests_total", 'outcome="cancelled"')).toBeGreaterThan(0);
    }
  });

  it("stops nothing with an Escape that closes the settings or an edit", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await page.getByRole("button", { name: "Edit the message" }).click();
    await page.getByRole("textbox", { name: "Edit the message" }).fill("What is the capital of Peru?");
    await makeSlow(page, LONG_TOKENS);
    await ask(page, "Tell me a long story.");
    await page.locator('.answer[data-state="streaming"]').waitFor();
    await openSettings(page);
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Edit the message" }).press("Escape");
    await page.getByText("Your changes to the message were dropped.").waitFor();
    expect(await page.locator('.answer[data-state="streaming"]').count()).toBe(1);
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
  });

  it("keeps a message sent during an answer until that has come, and for good when it is stopped", async () => {
    const page = await visit();
    // Long enough for the look at every 500 ms that waiting for an element comes down to.
    await makeSlow(page, 192);
    await ask(page, "What is the capital of Finland?");
    await page.locator('.answer[data-state="streaming"]').waitFor();
    await ask(page, "Name the currency of Japan.");
    await page.getByText("Will be sent when this answer has come.").waitFor();
    await page.locator(".exchange").nth(1).locator('.answer[data-state="streaming"]').waitFor();
    expect(await page.getByLabel("Your message").inputValue()).toBe("");
    await ask(page, "Never mind.");
    await page.getByText("Will be sent when this answer has come.").waitFor();
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
    await page.getByText("Enter sends").waitFor();
    expect(await page.locator(".exchange").count()).toBe(2);
    expect(await page.getByLabel("Your message").inputValue()).toBe("Never mind.");
  });

  it("repeats an answer with the same seed, gives another one with a new seed, and keeps both", async () => {
    const page = await visit();
    await openSettings(page);
    // So hot that two seeds do not come to the same sentence by chance: none of sixty did.
    await page.getByLabel("Temperature").fill("2");
    await page.getByLabel("Longest answer").fill("24");
    await page.keyboard.press("Escape");
    await ask(page, "Tell me something.");
    const first = await ended(page);
    await page.getByRole("button", { name: "Same seed" }).click();
    await page.getByText("2/2").waitFor();
    expect(await ended(page)).toBe(first);
    await page.getByRole("button", { name: "New seed" }).click();
    await page.getByText("3/3").waitFor();
    expect(await ended(page)).not.toBe(first);
    await page.getByRole("button", { name: "Earlier answer" }).click();
    expect(await ended(page)).toBe(first);
  });

  it("edits an earlier message, asks again from there, and can take that back", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await ask(page, "Name the currency of Japan.");
    await ended(page);
    await page.getByRole("button", { name: "Edit the message" }).first().click();
    await page.getByRole("textbox", { name: "Edit the message" }).fill("Name the continent of Albania.");
    await page.keyboard.press("Enter");
    expect(await ended(page)).toBe("Albania is in Europe.");
    expect(await page.locator(".exchange").count()).toBe(1);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await page.locator(".exchange").count()).toBe(2);
    expect(await page.locator(".question-text").first().innerText()).toBe("What is the capital of Finland?");
  });

  it("keeps an edit under way while another view is open, and over a reload", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await page.getByRole("button", { name: "Edit the message" }).click();
    const editor = page.getByRole("textbox", { name: "Edit the message" });
    await editor.fill("What is the capital of");
    await page.getByRole("link", { name: "Fill in" }).click();
    await page.getByRole("link", { name: "Chat" }).click();
    expect(await editor.inputValue()).toBe("What is the capital of");
    await page.reload();
    expect(await editor.inputValue()).toBe("What is the capital of");
  });

  it("copies an answer and a message as they were written", async () => {
    const page = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await ask(page, FUNCTION);
    const answer = await ended(page);
    for (const [button, text] of [
      ["Copy the answer", answer],
      ["Copy the message", FUNCTION],
      ["Copy the code", answer],
    ] as const) {
      await page.evaluate("navigator.clipboard.writeText('')");
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("button", { name: "Copied" }).first().waitFor();
      await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toBe(text);
    }
  });

  it("offers the models that are served, and sends the chosen model, preset and system message", async () => {
    const page = await visit();
    expect(await page.getByLabel("Model").locator("option").allInnerTexts()).toEqual(["dyllm-demo"]);
    expect(await page.getByLabel("Preset").locator("option").allInnerTexts()).toEqual([
      "default",
      "quality",
      "balanced",
      "fast",
    ]);
    await page.getByLabel("Preset").selectOption("fast");
    await openSettings(page);
    await page.getByLabel("System message").fill("Be brief.");
    await page.keyboard.press("Escape");
    const body = page.waitForRequest("**/v1/chat/completions");
    await ask(page, "What is the capital of Finland?");
    const sent = (await body).postDataJSON();
    expect(sent.model).toBe("dyllm-demo");
    expect(sent.dyllm.preset).toBe("fast");
    expect(sent.messages[0]).toEqual({ role: "system", content: "Be brief." });
    await ended(page);
  });

  it("clears the chat for a new one, and can take that back", async () => {
    const page = await visit();
    await ask(page, "What is the capital of Finland?");
    await ended(page);
    await page.getByRole("button", { name: "New chat" }).click();
    await page.getByRole("heading", { name: "Ask a diffusion model" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await ended(page)).toBe("The capital of Finland is Helsinki.");
  });
});

/** A number the node tells of itself, of the series with this label where there are several. */
async function onNode(name: string, label = ""): Promise<number> {
  const text = await (await fetch(`${inject("pageNodeUrl")}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(name) && one.includes(label));
  return Number(line?.split(" ").at(-1) ?? Number.NaN);
}
