/** Wordings of the price family. Every rate, price and note is in the prompt. */
import * as more from "./price-more.ts";
import type { Wordings } from "./wording.ts";

export const GOODS = ["jacket", "lamp", "chair", "bag", "hat", "table", "phone", "bike", "watch", "coat"] as const;

/** Names of foreign money: plural only, and any rate is made up by the prompt. */
export const MONEY = ["pesos", "francs", "rupees", "kroner", "dollars", "pounds", "crowns", "lira"] as const;

/** One position of a bill; `POSITION_MORE` has other ways to write it. */
export const POSITION = "{count} {things} at {price} dollars each";

export const PERCENT_OFF: Wordings = {
  trained: [
    "A {good} costs {p} dollars. It is {r}% off. What is the new price?",
    "A {good} costs {p} dollars. {r}% off. New price?",
    "The price of a {good} is {p} dollars. It is reduced by {r}%. What does it cost now?",
    "{name} buys a {good} for {p} dollars and gets {r}% off. How much does {name} pay?",
    "What is {p} dollars minus {r}%?",
    "There is a discount of {r}% on a {good} of {p} dollars. What is the final price?",
    "A {good} is sold with {r}% off. It cost {p} dollars before. What is the price now?",
    "Take {r}% off a price of {p} dollars.",
    "In the sale everything is {r}% cheaper. How much is a {good} of {p} dollars?",
    "How much is a {good} of {p} dollars after a discount of {r}%?",
  ],
  heldOut: [
    "The shop lowers the price of a {good} by {r}%. It was {p} dollars. What is the price after that?",
    "{name} has a coupon for {r}% off. The {good} costs {p} dollars. How much does {name} pay with the coupon?",
    "Price: {p} dollars. Discount: {r}%. What is to pay?",
  ],
  more: more.PERCENT_OFF_MORE,
};

export const TOTAL: Wordings = {
  trained: [
    "{name} buys {list}. How much does {name} pay?",
    "What is the total price of {list}?",
    "How much do {list} cost together?",
    "{name} orders {list}. What is the total?",
    "What is the cost of {list}?",
    "Find the total price: {list}.",
    "{name} wants {list}. How much money does {name} need?",
    "A bill has {list}. What is the total?",
    "Calculate the total of {list}.",
  ],
  heldOut: [
    "{name} puts {list} in the basket. What does all of it cost?",
    "Add up the bill: {list}.",
    "In a shop {name} takes {list}. How many dollars is that in all?",
  ],
  more: more.TOTAL_MORE,
};

export const TOTAL_AND_CHANGE: Wordings = {
  trained: [
    "{name} buys {list} and pays with {note} dollars. How much is the change?",
    "{name} buys {list}. What is the change from {note} dollars?",
    "{name} pays {note} dollars for {list}. How much does {name} get back?",
    "{name} has {note} dollars and buys {list}. How much money is left?",
    "A bill has {list}. {name} gives {note} dollars. What is the change?",
    "{name} orders {list} and gives {note} dollars. How much comes back?",
    "How much is left of {note} dollars after buying {list}?",
    "What is the change from {note} dollars for {list}?",
  ],
  heldOut: [
    "{name} takes {list} and hands over {note} dollars. What does {name} get back?",
    "With {note} dollars {name} buys {list}. How many dollars are left?",
    "Find the change: {list}, paid with {note} dollars.",
  ],
  more: more.TOTAL_AND_CHANGE_MORE,
};

export const CHANGE: Wordings = {
  trained: [
    "A {good} costs {p} dollars. {name} pays with {note} dollars. How much is the change?",
    "{name} buys a {good} for {p} dollars and pays with a note of {note} dollars. What is the change?",
    "{name} pays {note} dollars for a {good} of {p} dollars. How much does {name} get back?",
    "What is the change from {note} dollars for a price of {p} dollars?",
    "The bill is {p} dollars. {name} gives {note} dollars. What is the change?",
    "{name} has {note} dollars and buys a {good} for {p} dollars. How much money is left?",
    "How much is left of {note} dollars after paying {p} dollars?",
    "Price {p} dollars, paid {note} dollars. Change?",
    "A {good} is {p} dollars. How much comes back from {note} dollars?",
  ],
  heldOut: [
    "{name} hands over {note} dollars for a {good} that costs {p} dollars. What does {name} get back?",
    "With {note} dollars {name} buys a {good} of {p} dollars. How many dollars are left?",
    "Find the change: {p} dollars, paid with {note} dollars.",
  ],
  more: more.CHANGE_MORE,
};

export const EXCHANGE: Wordings = {
  trained: [
    "1 euro is {r} {money}. How many {money} are {n} euros?",
    "Change {n} euros to {money}. 1 euro is {r} {money}.",
    "For 1 euro you get {r} {money}. What do you get for {n} euros?",
    "How many {money} does {name} get for {n} euros if 1 euro is {r} {money}?",
    "The rate is {r} {money} for 1 euro. Convert {n} euros.",
    "{name} changes {n} euros. The rate is {r} {money} for 1 euro. How many {money} is that?",
    "Convert {n} euros to {money} at {r} {money} for 1 euro.",
    "1 euro = {r} {money}. {n} euros = ? {money}",
  ],
  heldOut: [
    "A bank gives {r} {money} for each euro. What does it give for {n} euros?",
    "{name} has {n} euros. 1 euro is worth {r} {money}. How many {money} can {name} get?",
    "What are {n} euros in {money} when 1 euro makes {r} {money}?",
  ],
  more: more.EXCHANGE_MORE,
};
