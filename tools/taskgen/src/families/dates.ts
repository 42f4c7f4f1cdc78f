/** Weekdays before and after N days, dates in words and ISO form, clock time plus minutes. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { exactItem, finalItem } from "./one-turn.ts";
import { say, type Wordings } from "./wording.ts";

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

const AFTER: Wordings = {
  trained: [
    "Today is {day}. What day is it in {n} days?",
    "Today is {day}. Which weekday comes {n} days later?",
    "What day is {n} days after {day}?",
    "It is {day}. What day of the week will it be after {n} days?",
    "If today is {day}, what day is it {n} days from now?",
    "Count {n} days forward from {day}. Which day is it?",
    "Which weekday is {n} days after {day}?",
    "Start on {day} and go {n} days ahead. What day is it?",
    "A trip starts on {day} and ends {n} days later. On which day does it end?",
  ],
  heldOut: [
    "My friend visits in {n} days. Today is {day}. On what weekday does she come?",
    "Tell me the weekday that follows {day} by {n} days.",
    "{n} days will pass after {day}. Name the day then.",
  ],
};

const BEFORE: Wordings = {
  trained: [
    "Today is {day}. What day was it {n} days ago?",
    "Today is {day}. Which weekday was {n} days earlier?",
    "What day is {n} days before {day}?",
    "It is {day}. What day of the week was it {n} days ago?",
    "If today is {day}, what day was it {n} days back?",
    "Count {n} days back from {day}. Which day is it?",
    "Which weekday is {n} days before {day}?",
    "Start on {day} and go {n} days back. What day is it?",
  ],
  heldOut: [
    "I sent the letter {n} days ago. Today is {day}. On what weekday did I send it?",
    "Tell me the weekday that came {n} days before {day}.",
    "{n} days have passed and now it is {day}. Name the day it was then.",
  ],
};

const TO_WORDS: Wordings = {
  trained: [
    "Write the date {iso} in words.",
    "Write {iso} in words.",
    "Spell out the month of the date {iso} and write it in words.",
    "Convert the date {iso} to words.",
    "Which date is {iso} in words?",
    "Give the date {iso} with the name of the month.",
    "How do you write {iso} with the month in words?",
    "Turn {iso} into day, month name and year.",
  ],
  heldOut: [
    "Please put {iso} in words for a letter.",
    "A form says {iso}. Express this date in words.",
    "Rewrite {iso} using the month name.",
  ],
};

const TO_ISO: Wordings = {
  trained: [
    "Write the date {words} in ISO form.",
    "Write {words} in ISO form.",
    "Convert the date {words} to ISO format.",
    "What is {words} in ISO format?",
    "Give the ISO date of {words} .",
    "Turn {words} into an ISO date.",
    "Format {words} as year, month and day in digits.",
    "How do you write {words} as an ISO date?",
  ],
  heldOut: [
    "Please put {words} into ISO format for a file name.",
    "A letter says {words} . Express this date in ISO form.",
    "Rewrite {words} as ISO.",
  ],
};

const CLOCK: Wordings = {
  trained: [
    "It is {time} . What time is it in {n} minutes?",
    "What time is it {n} minutes after {time} ?",
    "A bus leaves at {time} and drives {n} minutes. When does it arrive?",
    "A class starts at {time} and lasts {n} minutes. When does it end?",
    "Add {n} minutes to {time} .",
    "The clock shows {time} . What will it show after {n} minutes?",
    "A film begins at {time} and runs for {n} minutes. When is it over?",
    "Start at {time} and go {n} minutes ahead. What time is it?",
  ],
  heldOut: [
    "Dinner goes into the oven at {time} and needs {n} minutes. When is it ready?",
    "Now it is {time} . Give the time {n} minutes later.",
    "I wait {n} minutes from {time} on. What does my watch say then?",
  ],
};

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
  const words = `${date.day} ${MONTHS[date.month - 1] ?? ""} ${date.year}`;
  return rng.chance(0.5)
    ? exactItem(NAME, say(rng, split, TO_WORDS, { iso }), words)
    : exactItem(NAME, say(rng, split, TO_ISO, { words }), iso);
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
