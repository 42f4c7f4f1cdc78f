/** Price questions that are asked in training only: more situations, worked in the same steps as the others. */
import type { Wordings } from "./wording.ts";
import { lines } from "./wording-lists.ts";

const forTraining = (text: string): Wordings => ({ trained: [], heldOut: [], more: lines(text) });

/** {r}% of {p}: the first half of a discount. */
export const PERCENT_OF = forTraining(`
  What is {r}% of {p}?
  What is {r} percent of {p}?
  what's {r}% of {p}
  whats {r} percent of {p}
  {r}% of {p}
  {r}% of {p} = ?
  {r} percent of {p}
  {r}% of {p} dollars
  {r}% of {p} is what?
  How much is {r}% of {p}?
  How much is {r} percent of {p} dollars?
  How many are {r}% of {p}?
  Calculate {r}% of {p}.
  Compute {r} percent of {p}.
  Find {r}% of {p}.
  Work out {r}% of {p}.
  Give me {r}% of {p}.
  Can you work out {r}% of {p}?
  Could you tell me what {r} percent of {p} is?
  Please calculate {r}% of {p} dollars.
  I need {r}% of {p}.
  I have to pay {r}% of {p} dollars. How much is that?
  A tip of {r}% on {p} dollars is how much?
  The tax is {r}% of {p} dollars. How much tax is it?
  The discount is {r}% on {p} dollars. How much do I save?
  How much do I save with {r}% off {p} dollars?
  {name} gives away {r}% of {p} dollars. How many dollars is that?
  {name} saves {r}% of {p} dollars. How many dollars is that?
  Of {p} people {r}% came. How many came?
  Of {p} questions {r}% were right. How many were right?
  A class has {p} children and {r}% are ill. How many are ill?
  My phone has {p} photos and {r}% are of my cat. How many are that?
`);

/** {p} and {r}% on top. */
export const PERCENT_ON = forTraining(`
  {p} dollars plus {r}%
  {p} dollars + {r}%
  \${p} + {r}%
  what's {p} dollars plus {r}%
  What is {p} dollars plus {r}%?
  What is {p} dollars with {r}% on top?
  How much is {p} dollars with {r}% added?
  How much is a {good} of {p} dollars with {r}% tax?
  How much do I pay for {p} dollars plus {r}% tip?
  Add {r}% to {p} dollars.
  Add a tax of {r}% to {p} dollars.
  Increase {p} dollars by {r}%.
  Raise {p} dollars by {r} percent.
  Calculate {p} dollars plus {r}%.
  Work out {p} dollars plus {r}% tax.
  Find the price with tax: {p} dollars, {r}% tax.
  Can you add {r}% to {p} dollars?
  Please add a tip of {r}% to {p} dollars.
  A meal costs {p} dollars. I add a tip of {r}%. What do I pay in all?
  A waiter gets {r}% on top of a bill of {p} dollars. What is the total?
  The bill is {p} dollars and the tip is {r}%. How much is it together?
  The price of a {good} goes up by {r}%. It was {p} dollars. What is it now?
  A {good} of {p} dollars gets {r}% more expensive. What does it cost then?
  A rent of {p} dollars rises by {r}%. What is the new rent?
  {name} earns {p} dollars a day and gets {r}% more. What does {name} earn now?
  {name} gets a raise of {r}% on {p} dollars. What is the new pay?
  Without tax a {good} costs {p} dollars. The tax is {r}%. What is the price with tax?
  {name} buys a {good} for {p} dollars and sells it for {r}% more. For how much?
  My savings of {p} dollars grow by {r}%. How much do I have then?
  A bank adds {r}% to {p} dollars. How much is it then?
  A fee of {r}% comes on top of {p} dollars. What do I pay?
`);

/** {r} times {n} dollars. */
export const RATE = forTraining(`
  One ticket costs {n} dollars. What do {r} tickets cost?
  A {good} is {n} dollars. How much are {r} of them?
  A {good} costs {n} dollars. How much do I pay for {r}?
  {r} tickets at {n} dollars each
  {r} tickets for {n} dollars each, how much in all?
  {r} people pay {n} dollars each. How much is that?
  {r} months at {n} dollars a month: how much?
  What do {r} tickets cost at {n} dollars each?
  What is the price of {r} nights at {n} dollars per night?
  How much are {r} tickets if one costs {n} dollars?
  How much is {r} times {n} dollars?
  How much do I pay in {r} months for a phone plan of {n} dollars a month?
  How much money do {r} nights in a hotel cost at {n} dollars a night?
  A room is {n} dollars a night. We stay {r} nights. What does it cost?
  A gym costs {n} dollars a month. What does it cost for {r} months?
  A newspaper is {n} dollars a year. What do {r} years cost?
  The rent for a {good} is {n} dollars a day. What do I pay for {r} days?
  I pay {n} dollars a month for music. How much is that in {r} months?
  I save {n} dollars a week. How much do I have after {r} weeks?
  {name} saves {n} dollars every week. How much is it after {r} weeks?
  {name} earns {n} dollars a day. How much does {name} earn in {r} days?
  {name} gets {n} dollars of pocket money a month. How much is that in {r} months?
  {name} sells {r} bikes for {n} dollars each. How much money is that?
  A meter of cloth costs {n} dollars. {name} needs {r} meters. What does {name} pay?
  Calculate the price of {r} tickets at {n} dollars each.
  Work out {r} payments of {n} dollars.
  Can you tell me what {r} tickets at {n} dollars cost?
  Please work out the cost of {r} days at {n} dollars a day.
`);

/** {p} dollars in equal parts of {k}: people who share, or weeks of saving. */
export const EQUAL_PARTS = forTraining(`
  A bill of {p} dollars is shared by {k} people. How much does each pay?
  {k} friends share a bill of {p} dollars. What does each of them pay?
  {k} people split {p} dollars equally. How much is that each?
  {k} tickets cost {p} dollars. What does one ticket cost?
  {k} tickets are {p} dollars. How much is one?
  {k} hats cost {p} dollars in all. What is the price of one?
  Split {p} dollars between {k} people.
  Split a bill of {p} dollars {k} ways.
  Divide {p} dollars among {k} people.
  Share {p} dollars equally among {k} children.
  split {p} dollars by {k}
  {p} dollars for {k} people, how much each?
  What does each pay if {k} people share {p} dollars?
  What is the price of one ticket if {k} cost {p} dollars?
  How much does each get if {p} dollars are shared by {k} people?
  How much is {p} dollars divided by {k}?
  How much is one if {k} are {p} dollars?
  How many tickets at {k} dollars do I get for {p} dollars?
  How many weeks until I have {p} dollars if I save {k} dollars a week?
  I save {k} dollars a week. After how many weeks do I have {p} dollars?
  I have {p} dollars. A ticket is {k} dollars. How many can I buy?
  {name} wants a {good} for {p} dollars and saves {k} dollars a week. How many weeks does it take?
  {name} has {p} dollars and spends {k} dollars a day. How many days does it last?
  {name} pays a {good} of {p} dollars in {k} equal parts. How much is one part?
  {name} earns {k} dollars an hour. How many hours of work are {p} dollars?
  A {good} costs {p} dollars. {k} friends buy it together. What is the share of each?
  Calculate the share of each: {p} dollars, {k} people.
  Can you split {p} dollars among {k} of us?
  Please divide a bill of {p} dollars by {k}.
`);

/** {a} dollars less {b}: any amounts, no notes. */
export const LEFT_OVER = forTraining(`
  I had {a} dollars and spent {b}. What is left?
  I have {a} dollars in the bank and take out {b} dollars. What stays in the bank?
  My account shows {a} dollars. A bill takes {b} dollars. What does it show then?
  My salary is {a} dollars a day and {b} dollars go to taxes. What do I keep?
  {name} had {a} dollars and paid {b} dollars for a {good}. How much money is left?
  {name} saved {a} dollars and spent {b} dollars. What remains?
  {name} owes {a} dollars and pays back {b}. How much is still owed?
  {name} needs {a} dollars and has {b}. How many dollars are missing?
  {name} bought a {good} for {b} dollars and sold it for {a} dollars. What was the profit?
  A {good} costs {a} dollars here and {b} dollars there. How much do I save there?
  A {good} costs {a} dollars. I have {b} dollars. How much is missing?
  A {good} was {a} dollars and is now {b} dollars. How much cheaper is it?
  One {good} is {a} dollars, another is {b} dollars. What is the difference?
  The price fell from {a} to {b} dollars. By how much?
  The price rose from {b} to {a} dollars. By how many dollars?
  With a voucher of {b} dollars, what do I pay for a {good} of {a} dollars?
  How much do I save if I pay {b} dollars instead of {a} dollars?
  How much more is {a} dollars than {b} dollars?
  How much profit is it if I buy for {b} dollars and sell for {a} dollars?
  How much is missing to {a} dollars if I have {b} dollars?
  What is left of {a} dollars after a bill of {b} dollars?
  What is the profit: bought for {b} dollars, sold for {a} dollars?
  {a} dollars in, {b} dollars out, what is left?
  {a} dollars budget, {b} dollars spent
  Work out the profit: cost {b} dollars, sold for {a} dollars.
  Can you tell me how much cheaper {b} dollars is than {a} dollars?
`);
