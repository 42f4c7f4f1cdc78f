/** Sentences of the word problems. A story is a start, some events and a question; each event costs one equation. */

import * as people from "./word-problems-people-more.ts";
import * as story from "./word-problems-story-more.ts";
import type { Wordings } from "./wording.ts";

/** The starting stock as one number: {n}. */
export const START: Wordings = {
  trained: [
    "{name} has {n} {things}.",
    "There are {n} {things} on a table.",
    "{name} owns {n} {things}.",
    "{name} starts with {n} {things}.",
    "A shop has {n} {things}.",
    "A box holds {n} {things}.",
    "{name} found {n} {things}.",
    "{name} collected {n} {things}.",
    "There are {n} {things} in a room.",
  ],
  heldOut: [
    "{name} keeps {n} {things} at home.",
    "In the morning there are {n} {things}.",
    "{name} brought {n} {things}.",
  ],
  more: story.START_MORE,
};

/** The starting stock as a product: {x} groups with {y} things each. */
export const START_GROUPS: Wordings = {
  trained: [
    "{name} has {x} boxes with {y} {things} in each.",
    "There are {x} bags with {y} {things} in each.",
    "{name} has {x} boxes. Each box has {y} {things}.",
    "There are {x} rows with {y} {things} in each row.",
    "A shop has {x} boxes with {y} {things} each.",
    "{name} buys {x} packs of {y} {things}.",
    "{x} friends have {y} {things} each.",
    "{name} fills {x} bags with {y} {things} each.",
    "On each of {x} tables there are {y} {things}.",
  ],
  heldOut: [
    "{name} carries {x} baskets with {y} {things} in each.",
    "In a store there are {x} rows of {y} {things}.",
    "Each of {x} children brings {y} {things}.",
  ],
  more: story.START_GROUPS_MORE,
};

/** {k} more. */
export const GAIN: Wordings = {
  trained: [
    "{other} gives {k} more.",
    "Then {k} more are bought.",
    "Then {k} {things} are added.",
    "{other} brings {k} more {things}.",
    "Later {k} more come.",
    "{k} more are found.",
    "After that {other} adds {k}.",
    "Then there are {k} more.",
    "Then {other} puts {k} more there.",
  ],
  heldOut: [
    "{other} kindly adds {k} {things}.",
    "The next day {k} more {things} come.",
    "As a present {other} gives {k} more {things}.",
  ],
  more: story.GAIN_MORE,
};

/** {k} fewer. */
export const LOSE: Wordings = {
  trained: [
    "{other} takes {k}.",
    "Then {k} are sold.",
    "{k} {things} get lost.",
    "Then {k} are given to {other}.",
    "Later {k} are broken.",
    "{other} takes {k} {things} away.",
    "After that {k} are used.",
    "Then {k} {things} are given away.",
    "Then {k} are gone.",
  ],
  heldOut: [
    "{other} buys {k} of the {things}.",
    "The next day {k} {things} are lost.",
    "Sadly {k} of them are broken.",
  ],
  more: story.LOSE_MORE,
};

/** {k} times as many. */
export const TIMES: Wordings = {
  trained: [
    "Then the number becomes {k} times as large.",
    "Later there are {k} times as many.",
    "Then there are {k} times as many {things}.",
    "After that the number is {k} times as high.",
    "{other} makes it {k} times as many.",
    "In a week it becomes {k} times as many.",
    "Then the number grows to {k} times as many.",
    "Then it is {k} times as many.",
  ],
  heldOut: [
    "The next day there are {k} times as many {things}.",
    "Soon the number of {things} is {k} times as large.",
    "{other} brings so many that it is {k} times as many.",
  ],
  more: story.TIMES_MORE,
};

/** Shared equally by {k}; always the last event. */
export const SHARE: Wordings = {
  trained: [
    "{k} friends share them equally.",
    "They are put into {k} equal groups.",
    "Then {k} children share all of them.",
    "They are shared equally by {k} people.",
    "All are put into {k} boxes, the same number in each.",
    "{other} puts them into {k} equal bags.",
    "Then {k} people get the same number each.",
    "They are split into {k} equal parts.",
  ],
  heldOut: [
    "{k} people split all {things} equally.",
    "Each of {k} children gets the same number of {things}.",
    "Then {k} equal groups are made.",
  ],
  more: story.SHARE_MORE,
};

export const ASK_NOW: Wordings = {
  trained: [
    "How many {things} are there now?",
    "How many {things} are there in the end?",
    "How many are there?",
    "How many {things} is that?",
    "How many are there now?",
    "What is the number of {things} now?",
    "How many {things} are there at the end?",
    "How many does that make?",
  ],
  heldOut: [
    "What number of {things} is it in the end?",
    "Count the {things}: how many are there?",
    "So how many {things} are there?",
  ],
  more: story.ASK_NOW_MORE,
};

export const ASK_EACH: Wordings = {
  trained: [
    "How many {things} are that for each?",
    "How many does each get?",
    "How many {things} does each get?",
    "How many are in each?",
    "How many {things} are in each part?",
    "What is the number for each?",
    "How many is that for each?",
    "How many {things} go to each?",
  ],
  heldOut: [
    "What number of {things} is one part?",
    "So how many {things} are there for each?",
    "How many {things} make one part?",
  ],
  more: story.ASK_EACH_MORE,
};

/** The first person of a comparison: {n}. */
export const HAS: Wordings = {
  trained: [
    "{name} has {n} {things}.",
    "{name} owns {n} {things}.",
    "{name} found {n} {things}.",
    "{name} collected {n} {things}.",
    "{name} bought {n} {things}.",
    "{name} made {n} {things}.",
    "{name} got {n} {things}.",
    "{name} sold {n} {things}.",
  ],
  heldOut: ["{name} brought {n} {things}.", "{n} {things} belong to {name}.", "{name} keeps {n} {things}."],
  more: people.HAS_START_MORE,
};

export const HAS_MORE: Wordings = {
  trained: [
    "{name} has {k} more than {other}.",
    "{name} has {k} more {things} than {other}.",
    "For {name} it is {k} more than for {other}.",
    "{name} beats {other} by {k}.",
    "{name} got {k} more than {other}.",
    "{name} has as many as {other} and {k} more.",
    "{name} owns {k} more than {other}.",
    "{name} has {k} extra compared to {other}.",
  ],
  heldOut: [
    "Compared to {other}, {name} has {k} more.",
    "{name} owns as many as {other} plus {k} more.",
    "It is {k} more for {name} than for {other}.",
  ],
  more: people.HAS_MORE_MORE,
};

export const HAS_FEWER: Wordings = {
  trained: [
    "{name} has {k} fewer than {other}.",
    "{name} has {k} fewer {things} than {other}.",
    "For {name} it is {k} less than for {other}.",
    "{name} has {k} less than {other}.",
    "{name} got {k} fewer than {other}.",
    "{name} needs {k} more to have as many as {other}.",
    "{name} owns {k} fewer than {other}.",
    "{name} misses {k} compared to {other}.",
  ],
  heldOut: [
    "Compared to {other}, {name} has {k} fewer.",
    "{name} owns {k} less than {other}.",
    "It is {k} less for {name} than for {other}.",
  ],
  more: people.HAS_FEWER_MORE,
};

export const HAS_TIMES: Wordings = {
  trained: [
    "{name} has {k} times as many as {other}.",
    "{name} has {k} times as many {things} as {other}.",
    "For {name} it is {k} times as many as for {other}.",
    "{name} got {k} times as many as {other}.",
    "{name} owns {k} times as many as {other}.",
    "{name} has {k} times the number of {other}.",
    "{name} found {k} times as many as {other}.",
    "{name} bought {k} times as many as {other}.",
  ],
  heldOut: [
    "Compared to {other}, {name} has {k} times as many.",
    "{name} keeps {k} times as many {things} as {other}.",
    "It is {k} times as many for {name} as for {other}.",
  ],
  more: people.HAS_TIMES_MORE,
};

export const ASK_PERSON: Wordings = {
  trained: [
    "How many {things} does {name} have?",
    "How many does {name} have?",
    "How many {things} are that for {name}?",
    "What is the number of {things} for {name}?",
    "How many {things} has {name}?",
    "How many is that for {name}?",
    "Find the number for {name}.",
    "Find the number of {things} of {name}.",
  ],
  heldOut: [
    "So how many {things} does {name} own?",
    "What number of {things} has {name}?",
    "How many {things} belong to {name}?",
  ],
  more: people.ASK_PERSON_MORE,
};

export const ASK_TOGETHER: Wordings = {
  trained: [
    "How many {things} do they have together?",
    "How many do all of them have together?",
    "How many {things} are that together?",
    "What is the total number of {things}?",
    "How many {things} do they have in all?",
    "How many is that in total?",
    "Find the total.",
    "Find the number of {things} of all together.",
  ],
  heldOut: [
    "So how many {things} are there together?",
    "What do they have in total?",
    "Count all {things} of all people: how many?",
  ],
  more: people.ASK_TOGETHER_MORE,
};

/** Wage by the hour over some days: {rate}, {hours}, {days}. */
export const EARN: Wordings = {
  trained: [
    "{name} earns {rate} dollars an hour. {name} works {hours} hours a day for {days} days.",
    "{name} works {hours} hours a day and earns {rate} dollars an hour. {name} works {days} days.",
    "A {job} earns {rate} dollars an hour and works {hours} hours on each of {days} days.",
    "For one hour {name} gets {rate} dollars. {name} works {days} days, {hours} hours each.",
    "{name} is a {job}. One hour pays {rate} dollars. {name} works {hours} hours on {days} days.",
    "A {job} works {hours} hours a day for {days} days. An hour pays {rate} dollars.",
    "{name} works {days} days. Each day has {hours} hours and each hour pays {rate} dollars.",
    "{name} gets {rate} dollars an hour for work, {hours} hours a day, {days} days.",
  ],
  heldOut: [
    "The wage of {name} is {rate} dollars an hour. {name} works for {days} days with {hours} hours a day.",
    "{days} days of {hours} hours: {name} works for {rate} dollars an hour.",
    "As a {job}, {name} makes {rate} dollars an hour, {hours} hours a day, for {days} days.",
  ],
  more: people.EARN_MORE,
};

export const SPEND: Wordings = {
  trained: [
    "Then {k} dollars are spent.",
    "{k} dollars go to food.",
    "After that {k} dollars are paid for a bag.",
    "A ticket costs {k} dollars.",
    "Then {k} dollars are paid.",
    "{k} dollars are used for books.",
    "Then {other} gets {k} dollars of it.",
    "{k} dollars are lost.",
  ],
  heldOut: [
    "A meal costs {k} dollars of it.",
    "The next day {k} dollars are spent on a hat.",
    "Of this {k} dollars go to {other}.",
  ],
  more: people.SPEND_MORE,
};

export const ASK_MONEY: Wordings = {
  trained: [
    "How many dollars is that?",
    "How much money is that?",
    "How much money is there in the end?",
    "How many dollars are there now?",
    "How much is left?",
    "How much money is it in all?",
    "What is the amount in dollars?",
    "How many dollars are left in the end?",
  ],
  heldOut: ["So how much money is it?", "What number of dollars is it in the end?", "How many dollars does that make?"],
  more: people.ASK_MONEY_MORE,
};
