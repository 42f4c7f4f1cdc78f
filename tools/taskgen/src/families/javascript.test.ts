import { describe, expect, it } from "vitest";
import { describeFamily } from "./describe-family.ts";
import { javascript } from "./javascript.ts";
import { JS_MORE, JS_SPECS } from "./javascript-specs.ts";
import { infinitive } from "./javascript-wordings.ts";

describeFamily(javascript, { items: 30 });

describe("tasks of functions", () => {
  it("have further wordings for training, each for a function that there is", () => {
    expect(Object.keys(JS_MORE).sort()).toEqual(JS_SPECS.map(({ id }) => id).sort());
    expect(Math.min(...JS_SPECS.map(({ task }) => task.more?.length ?? 0))).toBeGreaterThanOrEqual(4);
  });

  it("can be said after 'to'", () => {
    expect(infinitive("returns the items of arr")).toBe("return the items of arr");
    expect(infinitive("multiplies x by 3 and adds 7")).toBe("multiply x by 3 and add 7");
    expect(infinitive("attaches 4 to the end of arr")).toBe("attach 4 to the end of arr");
    expect(infinitive("squares each item of arr")).toBe("square each item of arr");
    expect(infinitive("takes x times 3 and then adds 5")).toBe("take x times 3 and then add 5");
    expect(infinitive("compares x and y and returns the larger")).toBe("compare x and y and return the larger");
  });
});
