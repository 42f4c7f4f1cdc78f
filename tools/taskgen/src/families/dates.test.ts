import { describe, expect, it } from "vitest";
import { dates } from "./dates.ts";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";

/** The digits of the worked answer and the days name the values; a date is the same in words and in ISO form. */
function keyOf(prompt: string, answer: string): string {
  if (!answer.includes("####")) {
    return [prompt, answer].map((text) => text.match(/\d{4}-\d\d-\d\d/)?.[0] ?? "").join("");
  }
  return /\d:\d/.test(prompt) ? [prompt.match(/\d\d:\d\d/)?.[0], ...answer.split("\n")].join(" ") : answer;
}

describeFamily(dates, {
  keyOf: (item) => keyOf(promptOf(item), item.answer),
  corrupt: (answer) => `${answer}0`,
});

describe("dates", () => {
  it("agrees with the calendar of the runtime on weekdays", () => {
    const name = (time: number): string =>
      new Date(time).toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" });
    const items = itemsOf(dates, "train").filter((item) => item.answer.startsWith("7 ×"));
    expect(items.length).toBeGreaterThan(100);
    for (const item of items) {
      const prompt = promptOf(item);
      const start = prompt.match(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/)?.[0] ?? "";
      const days = Number(prompt.match(/\d+/)?.[0]);
      const monday = Date.UTC(2024, 0, 1);
      const offset = [0, 1, 2, 3, 4, 5, 6].find((i) => name(monday + i * 86_400_000) === start) ?? Number.NaN;
      const sign = /\b(ago|before|back|earlier|minus|subtract)\b| - /i.test(prompt) ? -1 : 1;
      expect(item.answer.split("#### ")[1], prompt).toBe(name(monday + (offset + sign * days) * 86_400_000));
    }
  });

  it("writes dates as the runtime does", () => {
    const items = itemsOf(dates, "iid").filter((item) => !item.answer.includes("####"));
    expect(items.length).toBeGreaterThan(30);
    for (const item of items) {
      const both = `${promptOf(item)} ${item.answer}`;
      const iso = both.match(/\d{4}-\d\d-\d\d/)?.[0] ?? "";
      const words = new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
      expect(both).toContain(words);
    }
  });
});
