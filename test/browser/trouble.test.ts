import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, inject, it } from "vitest";
import { ask, ended, makeSlow, told } from "./support/act.ts";
import { startProxy, type Wire } from "./support/proxy.ts";
import { type BrowserStack, type StackOptions, startStack } from "./support/stack.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const QUESTION = "What is the capital of Finland?";
const ANSWER = "The capital of Finland is Helsinki.";

/** Window of an answer that is still under way when its node is killed, also on a busy machine. */
const LONG_TOKENS = 384;

/** A generation through the API that keeps a node busy until it is aborted. */
function occupy(stack: BrowserStack): AbortController {
  const controller = new AbortController();
  void fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    signal: controller.signal,
    headers: { authorization: `Bearer ${stack.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "dyllm-demo",
      messages: [{ role: "user", content: QUESTION }],
      max_completion_tokens: 800,
      stream: true,
      dyllm: { mode: "dense", confidence_threshold: null, early_stop: false },
    }),
  }).then(
    (response) => response.text().catch(() => ""),
    () => "",
  );
  return controller;
}

describe.skipIf(noBrowser)("when something goes wrong", () => {
  const visit = visitor();
  let opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    const all = opened;
    opened = [];
    await Promise.all(all.map((one) => one.close()));
  });

  async function stackOf(options: StackOptions): Promise<BrowserStack> {
    const stack = await startStack(options);
    opened.push(stack);
    return stack;
  }

  async function proxyTo(url: string): Promise<Wire> {
    const proxy = await startProxy(url);
    opened.push(proxy);
    return proxy;
  }

  it("a connection that drops in mid-answer is said, what had come is kept, and it can be tried again", async () => {
    const proxy = await proxyTo(inject("pageUrl"));
    const page = await visit({ url: proxy.url, expected: /ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/ });
    await makeSlow(page);
    await ask(page, QUESTION);
    await page.locator(".cell.filled[data-step]").nth(20).waitFor();
    const before = await page.locator(".answer .markdown").innerText();
    proxy.cut();
    await told(page, "The connection broke");
    expect(await ended(page, "failed")).toContain(before.trim());
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator('.answer[data-state="streaming"]').waitFor();
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
  });

  it("a gateway that cannot be reached loses nothing that was typed", async () => {
    const proxy = await proxyTo(inject("pageUrl"));
    const page = await visit({ url: proxy.url, expected: /ERR_CONNECTION|ERR_EMPTY/ });
    await proxy.close();
    await ask(page, QUESTION);
    await told(page, "The gateway cannot be reached");
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
  });

  it("a key that expires asks for another one, and the conversation goes on where it was", async () => {
    const stack = await stackOf({});
    const { key } = await stack.issueKey({ expires_at: Math.floor(Date.now() / 1000) + 8 });
    const page = await visit({ url: stack.url, apiKey: key, expected: /401/ });
    await ask(page, QUESTION);
    expect(await ended(page)).toBe(ANSWER);
    await pause(9_000);
    await ask(page, "Name the currency of Japan.");
    await told(page, "Your key was not accepted");
    await page.getByLabel("Your message").fill("still being written");
    await page.getByRole("button", { name: "Sign in with another key" }).click();
    await page.getByLabel("API key").fill(stack.apiKey);
    await page.keyboard.press("Enter");
    expect(await page.getByLabel("Your message").inputValue()).toBe("still being written");
    const sent = page.waitForRequest("**/v1/chat/completions");
    await page.getByRole("button", { name: "Try again" }).click();
    const messages = (await sent).postDataJSON().messages.map((message: { content: string }) => message.content);
    expect(messages).toEqual([QUESTION, ANSWER, "Name the currency of Japan."]);
    expect(await ended(page)).toMatch(/\w/);
    expect(await page.locator(".exchange").count()).toBe(2);
  });

  it("a limit that is reached counts down to when it can be tried again", async () => {
    const stack = await stackOf({});
    const { key } = await stack.issueKey({ limits: { requests_per_minute: 1 } });
    const page = await visit({ url: stack.url, apiKey: key, expected: /429/ });
    await ask(page, QUESTION);
    await ask(page, QUESTION);
    await told(page, "The limit of your key is reached");
    const button = page.getByRole("button", { name: /Try again in \d+ s/ });
    expect(await button.isDisabled()).toBe(true);
    const first = await button.innerText();
    await expect.poll(() => button.innerText(), { timeout: 5_000 }).not.toBe(first);
  });

  it("a paste of 10,000 characters is refused in plain words and stays to be edited", async () => {
    const page = await visit({ expected: /400/ });
    const paste = "What is the capital of Finland? ".repeat(320).slice(0, 10_000);
    await page.getByLabel("Your message").fill(paste);
    await page.getByText("10,000 characters").waitFor();
    await page.keyboard.press("Enter");
    await told(page, "This is too long for the model");
    await page.getByRole("button", { name: "Edit the message", exact: true }).last().click();
    expect((await page.getByRole("textbox", { name: "Edit the message" }).inputValue()).length).toBeGreaterThan(9_990);
    await page.getByRole("textbox", { name: "Edit the message" }).fill(QUESTION);
    await page.keyboard.press("Enter");
    expect(await ended(page)).toBe(ANSWER);
  });

  it("HTML and script in prompts and answers are shown as text and never run", async () => {
    const page = await visit();
    const attack =
      '<script>window.broken = 1</script><img src=x onerror="window.broken=1"> [go](javascript:window.broken=1) ' +
      '![x](https://example.com/x.png) <a href="data:text/html,x">y</a>\n\n```html\n<iframe srcdoc="<script>1</script>">\n```';
    const chunk = { choices: [{ index: 0, delta: { content: attack }, finish_reason: "stop" }] };
    await page.route("**/v1/chat/completions", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`,
      }),
    );
    await ask(page, attack);
    const shown = await ended(page);
    expect(shown).toContain("<script>window.broken = 1</script>");
    expect(await page.locator(".question-text").innerText()).toContain("<script>window.broken = 1</script>");
    expect(
      await page.locator(".log :is(script, img, iframe, [onerror], [href^='javascript'], [href^='data'])").count(),
    ).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
  });

  it("a slow node is explained while it lasts, and the answer comes all the same", async () => {
    let wire: Wire | null = null;
    const stack = await stackOf({
      via: async (url) => {
        wire = await proxyTo(url);
        return wire.url;
      },
      vars: { ROUTING: JSON.stringify({ stallMs: 60_000, keepAliveMs: 1_000 }) },
    });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    (wire as Wire | null)?.clamp();
    await ask(page, QUESTION);
    await page.getByText("Waiting for a node").waitFor();
    await page.getByText("Still waiting").waitFor();
    (wire as Wire | null)?.release();
    expect(await ended(page)).toBe(ANSWER);
  });

  it("a full queue is said with a time to come back", async () => {
    const stack = await stackOf({
      nodes: [["--max-running", "1", "--max-queued", "0"]],
      vars: { ROUTING: JSON.stringify({ queueWaitMs: 300 }) },
    });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey, expected: /503/ });
    const busy = occupy(stack);
    await pause(1_000);
    await ask(page, QUESTION);
    await told(page, /All nodes are busy|No node is ready/);
    busy.abort();
    await page.getByRole("button", { name: "Try again", exact: true }).click();
    await expect
      .poll(
        async () => {
          const again = page.getByRole("button", { name: "Try again", exact: true });
          if (await again.isEnabled().catch(() => false)) {
            await again.click();
          }
          return await page.locator('.answer[data-state="done"]').count();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(1);
  });

  it("a node that dies in mid-answer is replaced, and the page says so", async () => {
    const stack = await stackOf({ nodes: [[], []] });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    await makeSlow(page, LONG_TOKENS);
    await ask(page, QUESTION);
    await page.locator(".cell.filled[data-step]").nth(10).waitFor();
    const serving = await page.locator(".figures dd").last().innerText();
    stack.nodes[serving === "node-1" ? 0 : 1]?.child.process.kill("SIGKILL");
    await page.getByText(/Its node went away in the middle; node-\d went on/).waitFor({ timeout: 60_000 });
    const filled = page.locator(".cell.filled[data-step]");
    const taken = await filled.count();
    await expect
      .poll(() => filled.count(), { timeout: 30_000 })
      .toSatisfy((n: number) => n > taken || n === LONG_TOKENS);
    expect(await page.locator(".answer .problem").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.locator('.answer:is([data-state="stopped"], [data-state="done"])').waitFor();
  });
});
