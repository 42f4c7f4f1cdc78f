/** Wordings of the calendar and clock questions. */
import * as more from "./dates-more.ts";
import type { Wordings } from "./wording.ts";

export const AFTER: Wordings = {
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
  more: more.AFTER_MORE,
};

export const BEFORE: Wordings = {
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
  more: more.BEFORE_MORE,
};

export const TO_WORDS: Wordings = {
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
  more: more.TO_WORDS_MORE,
};

export const TO_ISO: Wordings = {
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
  more: more.TO_ISO_MORE,
};

export const CLOCK: Wordings = {
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
  more: more.CLOCK_MORE,
};
