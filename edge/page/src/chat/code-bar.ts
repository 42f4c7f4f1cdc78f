import { h, render } from "preact";
import { CopyButton } from "../ui/copy-button.tsx";

/** Gives every block of code in a rendered answer a button that copies it, and the keyboard a way to scroll it. */
export function addCodeBars(answer: HTMLElement): void {
  for (const block of answer.querySelectorAll("pre")) {
    const code = block.textContent ?? "";
    block.tabIndex = 0;
    const bar = document.createElement("div");
    bar.className = "code-bar";
    const frame = document.createElement("div");
    frame.className = "code-block";
    block.replaceWith(frame);
    frame.append(block, bar);
    render(h(CopyButton, { text: code, label: "Copy the code" }), bar);
  }
}
