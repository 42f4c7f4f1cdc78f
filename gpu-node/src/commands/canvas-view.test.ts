import { describe, expect, it } from "vitest";
import { layOut, redraw, visible } from "./canvas-draw.ts";
import { CanvasView, plainStep, terminalText } from "./canvas-view.ts";

/** Bytes are tokens; 256 and above have no text. */
const decode = (tokens: readonly number[]) => Uint8Array.from(tokens.filter((token) => token < 256));

function bytes(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

describe("CanvasView", () => {
  it("shows masks, text of earlier steps, text of the latest step and tokens without text", () => {
    const view = new CanvasView(6, decode);
    view.commit(1, [0, 1], bytes("ab"));
    view.commit(2, [3, 5], [...bytes("c"), 257]);
    expect(view.segments()).toEqual([
      { kind: "settled", text: "ab" },
      { kind: "mask", text: "·" },
      { kind: "fresh", text: "c" },
      { kind: "mask", text: "·" },
      { kind: "end", text: "∅" },
    ]);
    expect(plainStep(view)).toBe("step 2  4/6  ab·c·∅\n");
  });

  it("joins the tokens of one character and marks a half one", () => {
    const view = new CanvasView(2, decode);
    const [first = 0, second = 0] = bytes("é");
    view.commit(1, [0], [first]);
    expect(view.segments()[0]?.text).toBe("\ufffd");
    view.commit(1, [1], [second]);
    expect(view.segments()).toEqual([{ kind: "fresh", text: "é" }]);
  });

  it("lets no control character of the model through", () => {
    const view = new CanvasView(4, decode);
    view.commit(1, [0, 1, 2, 3], bytes("\n\u001b\u0007\t"));
    expect(view.segments()[0]?.text).toBe("⏎ ");
    expect(terminalText("a\u001b[31m\r\n\tb")).toBe("a[31m\n\tb");
  });
});

describe("drawing a canvas", () => {
  it("breaks lines at the terminal's width, counting wide characters twice and combining marks not at all", () => {
    const lines = layOut(
      [
        { kind: "settled", text: "ab漢c" },
        { kind: "fresh", text: "e\u0301f" },
      ],
      4,
    );
    expect(lines.map((line) => line.text.replaceAll(ANSI, ""))).toEqual(["ab漢", "ce\u0301f"]);
  });

  it("shows the rows around the first mask when there are more than fit", () => {
    const lines = Array.from({ length: 10 }, (_, i) => ({ text: String(i), masked: i >= 6 }));
    expect(visible(lines, 3).map((line) => line.text)).toEqual(["5", "6", "7"]);
    expect(visible(lines.slice(0, 3), 3)).toHaveLength(3);
    const full = lines.map((line) => ({ ...line, masked: false }));
    expect(visible(full, 3).map((line) => line.text)).toEqual(["7", "8", "9"]);
  });

  it("goes up by what it drew before", () => {
    const lines = [{ text: "x", masked: false }];
    expect(redraw(0, lines)).toBe("x\n");
    expect(redraw(3, lines)).toBe("\u001b[3A\r\u001b[Jx\n");
  });
});
