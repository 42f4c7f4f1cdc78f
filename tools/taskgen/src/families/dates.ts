/** Weekdays before and after N days, dates in words and ISO form, clock time plus minutes. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { AFTER, BEFORE, CLOCK, TO_ISO, TO_WORDS } from "./dates-data.ts";
import { exactItem, finalItem } from "./one-turn.ts";
import { say } from "./wording.ts";

const NAME = "dates";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Share of training dates in words that are written the American way, month first. */
const AMERICAN_SHARE = 0.3;

/** The worked steps take whole weeks off and then walk the rest day by day, so no step needs a table of sums. */
function weekday(rng: Rng, split: Split): Item {
  const drawn = drawAllowed(
    split,
    () => ({
      start: rng.int(0, 6),
      days: split === "range" ? rng.int(61, 90) : rng.int(2, 60),
      step: rng.chance(0.5) ? 1 : -1,
    }),
    // Whole weeks have the same answer in both directions, so both share one key.
    (v) => `weekday:${v.start}:${v.days % 7 === 0 ? v.days : v.days * v.step}`,
  );
  const weeks = Math.floor(drawn.days / 7);
  const rest = drawn.days - weeks * 7;
  const dayAt = (i: number): string => WEEKDAYS[(drawn.start + drawn.step * i + 7) % 7] ?? "";
  const walk = Array.from({ length: rest + 1 }, (_, i) => `${i} ${dayAt(i)}`).join(", ");
  const prompt = say(rng, split, drawn.step === 1 ? AFTER : BEFORE, { day: dayAt(0), n: drawn.days });
  const steps = [`7 × ${weeks} = ${weeks * 7}.`, `${drawn.days} - ${weeks * 7} = ${rest}.`, `${walk}.`];
  return finalItem(NAME, prompt, steps, dayAt(rest));
}

function dateForm(rng: Rng, split: Split): Item {
  const date = drawAllowed(
    split,
    () => {
      const year = split === "range" ? rng.int(2031, 2059) : rng.int(1990, 2030);
      const month = rng.int(1, 12);
      // Day 0 of the next month is the last day of this one (ECMAScript, Date.UTC).
      return { year, month, day: rng.int(1, new Date(Date.UTC(year, month, 0)).getUTCDate()) };
    },
    (v) => `date:${v.year}-${v.month}-${v.day}`,
  );
  const iso = `${date.year}-${pad(date.month)}-${pad(date.day)}`;
  const month = MONTHS[date.month - 1] ?? "";
  const words = `${date.day} ${month} ${date.year}`;
  if (rng.chance(0.5)) {
    return exactItem(NAME, say(rng, split, TO_WORDS, { iso }), words);
  }
  const american = split === "train" && rng.chance(AMERICAN_SHARE);
  const asked = american ? `${month} ${date.day}, ${date.year}` : words;
  return exactItem(NAME, say(rng, split, TO_ISO, { words: asked }), iso);
}

function clock(rng: Rng, split: Split): Item {
  const drawn = drawAllowed(
    split,
    () => ({
      hour: rng.int(0, 23),
      minute: rng.int(0, 59),
      add: split === "range" ? rng.int(60, 110) : rng.int(5, 59),
    }),
    (v) => `clock:${v.hour}:${v.minute}:${v.add}`,
  );
  let hour = drawn.hour;
  let minute = drawn.minute + drawn.add;
  const steps = [`${drawn.minute} + ${drawn.add} = ${minute}.`];
  while (minute >= 60) {
    steps.push(`${minute} - 60 = ${minute - 60}.`, `${hour} + 1 = ${hour + 1}.`);
    minute -= 60;
    hour += 1;
    if (hour === 24) {
      steps.push("24 - 24 = 0.");
      hour = 0;
    }
  }
  const prompt = say(rng, split, CLOCK, {
    time: `${pad(drawn.hour)}:${pad(drawn.minute)}`,
    n: drawn.add,
  });
  return finalItem(NAME, prompt, steps, `${pad(hour)}:${pad(minute)}`);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** Calendar and clock questions; half of the items are weekdays, the form with the longest worked answer. */
export const dates: Family = {
  name: NAME,
  description: "Weekday before or after N days, dates in words and ISO form, clock time plus minutes",
  weight: 5,
  generate(rng, split) {
    const kind = rng.next();
    return kind < 0.5 ? weekday(rng, split) : kind < 0.75 ? clock(rng, split) : dateForm(rng, split);
  },
};
