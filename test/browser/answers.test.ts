import { afterEach, describe, expect, it } from "vitest";
import { type NodeStub, startNodeStub } from "../support/node-stub.ts";
import { ask, ended } from "./support/act.ts";
import { type BrowserStack, startStack } from "./support/stack.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const HOSTILE =
  '<script>window.broken = 1</script><img src=x onerror="window.broken = 1"> [go](javascript:window.broken=1) ' +
  '![x](https://example.com/x.png) <a href="data:text/html,x">y</a> <style>*{display:none}</style>\n\n' +
  '```html\n<iframe srcdoc="<script>1</script>">\n```\n';

const MARKDOWN = `Some **bold** and \`code\`, and a [link](https://example.org/).

#### A heading

1. one
2. two

> quoted

| a | b |
|---|---|
| 1 | 2 |

\`\`\`python
def f(x):
    return "text"  # a comment
\`\`\`
`;

describe.skipIf(noBrowser)("an answer", () => {
  const visit = visitor();
  let opened: (BrowserStack | NodeStub)[] = [];
  afterEach(async () => {
    const all = opened;
    opened = [];
    await Promise.all(all.map((one) => one.close()));
  });

  /** A gateway before a node that writes this: no model can be made to write just anything. */
  async function whereNodesWrite(text: string): Promise<BrowserStack> {
    const node = await startNodeStub({ nodeId: "node-1", text: () => text });
    const stack = await startStack({ urls: [node.url] });
    opened.push(stack, node);
    return stack;
  }

  it("is shown as Markdown, with tables, quotes, lists and highlighted code", async () => {
    const { url, apiKey } = await whereNodesWrite(MARKDOWN);
    const page = await visit({ url, apiKey });
    await ask(page, "Show me everything.");
    await ended(page);
    const shown = page.locator(".answer .markdown");
    for (const [element, text] of [
      ["strong", "bold"],
      ["p > code", "code"],
      ["a", "link"],
      ["h2", "A heading"],
      ["ol > li >> nth=1", "two"],
      ["blockquote", "quoted"],
      ["td >> nth=0", "1"],
      ["pre .hljs-keyword >> nth=0", "def"],
      ["pre .hljs-string", '"text"'],
      ["pre .hljs-comment", "# a comment"],
    ] as const) {
      expect((await shown.locator(element).innerText()).trim(), element).toBe(text);
    }
    expect(await shown.locator("a").getAttribute("rel")).toBe("noopener noreferrer");
  });

  it("cannot run, load, style or link to anything: HTML and script in it are text", async () => {
    const { url, apiKey } = await whereNodesWrite(HOSTILE);
    const page = await visit({ url, apiKey });
    await ask(page, "Attack me.");
    const shown = await ended(page);
    expect(shown).toContain("<script>window.broken = 1</script>");
    expect(shown).toContain('<iframe srcdoc="<script>1</script>">');
    expect(
      await page
        .locator(".log :is(script, img, iframe, style, [onerror], [srcdoc], [href^='javascript'], [href^='data'])")
        .count(),
    ).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
  });

  it("of the real model to HTML and script shows them as they were typed, also when they are edited and after a reload", async () => {
    const page = await visit();
    await ask(page, HOSTILE);
    await ended(page);
    await page.reload();
    await ended(page);
    expect(await page.locator(".question-text").innerText()).toBe(HOSTILE.trim());
    await page.getByRole("button", { name: "Edit the message" }).click();
    expect(await page.getByRole("textbox", { name: "Edit the message" }).inputValue()).toBe(HOSTILE.trim());
    expect(await page.locator(".log :is(script, img, iframe, style)").count()).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
  });

  it("is highlighted where a small model writes code without a fence", async () => {
    const page = await visit();
    await ask(page, "Write a JavaScript function f that returns the items of arr greater than 19.");
    await ended(page);
    expect(await page.locator(".answer pre .hljs-keyword").first().innerText()).toBe("function");
    expect(await page.locator(".answer pre .hljs-number").innerText()).toBe("19");
  });

  it("is kept in view to its last line, notes and buttons included, unless the person scrolls away", async () => {
    const { url, apiKey } = await whereNodesWrite("A line of the answer.\n\n".repeat(60));
    const page = await visit({ url, apiKey });
    await ask(page, "Write much.");
    await ended(page);
    const atEnd = () =>
      page.evaluate(
        "(([log]) => log.scrollHeight - log.scrollTop - log.clientHeight)(document.querySelectorAll('.log'))",
      );
    await expect.poll(atEnd).toBeLessThan(2);
    await page.locator(".log").press("Home");
    await expect.poll(() => page.locator(".log").evaluate((log) => log.scrollTop)).toBe(0);
    await page.getByRole("button", { name: "Edit the message" }).click();
    await page.getByRole("textbox", { name: "Edit the message" }).fill("a\n".repeat(9));
    expect(await page.locator(".log").evaluate((log) => log.scrollTop)).toBe(0);
  });
});
