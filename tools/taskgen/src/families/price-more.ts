/** Wordings of the price family for training only. */
import { lines } from "./wording-lists.ts";

/** Ways to write one position of a bill; a bill is written in one way throughout. */
export const POSITION_MORE = lines(`
  {count} {things} for {price} dollars each
  {count} {things} ({price} dollars each)
  {count} {things} at {price} dollars
  {count} {things} costing {price} dollars each
  {count} {things} at \${price} each
  {count} {things} at a price of {price} dollars each
  {count} {things} which cost {price} dollars each
  {count} × {things} at {price} dollars
`);

export const PERCENT_OFF_MORE = lines(`
  {p} dollars minus {r}%
  {p} dollars with {r}% off
  {r}% off {p} dollars
  {r}% off of {p} dollars is how much?
  {r} percent off {p} dollars
  what's {r}% off {p} dollars
  What is \${p} minus {r} percent?
  a {good}, {p} dollars, {r}% off, final price
  How much do I pay for a {good} of {p} dollars if it is {r}% off?
  How much will a {p} dollar {good} cost with {r}% off?
  How much remains when {p} dollars are cut by {r}%?
  How much is {p} dollars reduced by {r} percent?
  I want a {good} that costs {p} dollars, and today there is {r}% off. What do I pay?
  I get {r}% off as a student. The {good} is {p} dollars. What do I pay?
  I have a voucher worth {r}% on a {good} for {p} dollars. What is left to pay?
  My mother gets {r}% off everything. How much is a {good} of {p} dollars for her?
  My bill was {p} dollars and they took {r}% off. What was left?
  The tag says {p} dollars and a sign says {r}% off. How much is it?
  The {good} in the window is {p} dollars. Members get {r}% off. What do members pay?
  The {good} was {p} dollars. Now it is {r}% cheaper. What does it cost?
  The {good} cost {p} dollars until yesterday. Its price fell by {r}%. How much is it now?
  A {good} for {p} dollars goes on sale at {r}% off. Sale price?
  A {good} normally costs {p} dollars. On Black Friday it is {r}% off. How much is it then?
  A used {good} is {r}% below its old price of {p} dollars. How much is it?
  A ticket of {p} dollars is {r}% cheaper for children. What do children pay?
  A hotel room costs {p} dollars. In winter it is {r}% less. What is the winter price?
  A train ticket is {p} dollars. With a card you save {r}%. What do you pay?
  A meal is {p} dollars, but happy hour means {r}% off. What does it cost then?
  A phone plan of {p} dollars gets {r}% cheaper. What is the new price?
  Rent of {p} dollars goes down by {r}%. What is the new rent?
  Calculate {p} dollars minus {r}%.
  Calculate the price of a {good}: {p} dollars with {r}% off.
  Compute the sale price: {p} dollars, {r}% off.
  Find the new price: {p} dollars, down {r}%.
  Work out {r}% off {p} dollars.
  Reduce {p} dollars by {r}%.
  Lower {p} dollars by {r} percent.
  Subtract {r}% from {p} dollars.
  Cut {r}% from a price of {p} dollars.
  Give me the price of a {good} of {p} dollars with {r}% off.
  Can you take {r}% off {p} dollars for me?
  Could you tell me what a {good} of {p} dollars costs at {r}% off?
  Please work out a discount of {r}% on {p} dollars.
  {name} wants a {good} for {p} dollars. A friend sells it {r}% cheaper. What does {name} pay?
  {name} finds a {good} that is {r}% off. The old price is {p} dollars. How much is it now?
  {name} sells a {good} for {r}% less than {p} dollars. For how much?
  {name} works at the store and gets {r}% off. What does {name} pay for a {good} of {p} dollars?
  sale: {p} dollars, {r}% off
  was {p} dollars, now {r}% less
`);

export const TOTAL_MORE = lines(`
  {list}: total?
  {list}. What is the total?
  {list}. How much altogether?
  how much is {list}
  how much for {list}
  total price of {list}
  total: {list}
  sum up: {list}
  price of {list} together
  What do {list} cost?
  What do {list} come to?
  What would {list} cost me?
  What do I pay for {list}?
  What do I owe for {list}?
  What's the total for {list}?
  How much is {list} altogether?
  How much money do I need for {list}?
  How much would I pay for {list}?
  How expensive are {list} together?
  I buy {list}. How much do I pay?
  I bought {list}. What did I spend?
  I want {list}. How much is that?
  I need {list} for school. What will it cost?
  My shopping list: {list}. What is the total price?
  My receipt shows {list}. What is the sum?
  My order is {list}. What will I be charged?
  We need {list} for a party. What is the cost?
  For a picnic we get {list}. What does everything cost?
  {name} needs {list}. What does that cost?
  {name} picks {list} at a market. What does {name} owe?
  {name} sells {list}. How many dollars come in?
  {name} sold {list} at a flea market. How much money did {name} make?
  {name} orders {list} online. Shipping is free. What is the price?
  A class orders {list}. What is the bill?
  A school buys {list}. How much does it spend?
  A customer takes {list}. What is the amount?
  An invoice lists {list}. What is the amount due?
  Calculate the price of {list}.
  Calculate what {list} cost.
  Compute the sum for {list}.
  Find what {list} cost in total.
  Work out the cost of {list}.
  Tell me the price of {list}.
  Give me the total for {list}, please.
  Can you work out the sum of {list}?
  Could you work out what {list} cost?
  Please calculate the total cost: {list}.
  I want to know the price of {list}.
`);

export const TOTAL_AND_CHANGE_MORE = lines(`
  I buy {list} and give {note} dollars. What comes back?
  I have {note} dollars and want {list}. What will remain?
  I pay {note} dollars for {list}. What is my change?
  I only have {note} dollars. After {list}, what remains?
  My budget is {note} dollars. I spend it on {list}. What remains?
  My mother gave me {note} dollars for {list}. How much do I bring back?
  From {note} dollars I pay {list}. What remains?
  What change do I get from {note} dollars if I buy {list}?
  What remains of {note} dollars after {list}?
  What do I have left from {note} dollars when I pay {list}?
  What's the change for {list} out of {note} dollars?
  How much change is due for {list} from {note} dollars?
  How much change do you give on {note} dollars for {list}?
  How much of {note} dollars remains after paying for {list}?
  How much do I keep of {note} dollars if I get {list}?
  how much is left from {note} dollars: {list}
  change from {note} dollars: {list}
  A customer buys {list} and gives {note} dollars. How much must the shop return?
  A customer gives a {note} dollar bill for {list}. What is the change?
  A {note} dollar bill is used for {list}. What comes back?
  A gift card holds {note} dollars. {name} uses it for {list}. What is still on it?
  {name} has a voucher of {note} dollars and takes {list}. How much of it remains?
  {name} went shopping with {note} dollars and came home with {list}. How much money came home too?
  {name} spends part of {note} dollars on {list}. What part is not spent?
  {name} gets {list} and pays with a {note} dollar bill. How many dollars come back?
  {name} owes me for {list} and gives me {note} dollars. What do I give back?
  {name} orders {list}. The account had {note} dollars. What is in it now?
  Out of {note} dollars, {name} pays for {list}. What remains?
  The cashier rings up {list}. {name} gives {note} dollars. How much change?
  A class has {note} dollars and buys {list}. How much does it still have?
  Calculate the change from {note} dollars for {list}.
  Calculate what is left of {note} dollars after {list}.
  Compute {note} dollars minus the price of {list}.
  Work out the change: {note} dollars given for {list}.
  Work out what remains of {note} dollars after buying {list}.
  Subtract the price of {list} from {note} dollars.
  Tell me the change from {note} dollars after buying {list}.
  Can you work out the change on {note} dollars for {list}?
  Could you tell me what is left of {note} dollars after {list}?
  Please calculate my change: {list}, and I gave {note} dollars.
  buying {list} out of {note} dollars, what comes back
`);

export const CHANGE_MORE = lines(`
  {note} dollars minus {p} dollars
  \${note} - \${p}
  {p} dollars from {note} dollars, what is left?
  I give {note} dollars for a {good} of {p} dollars. What comes back?
  I pay {p} dollars out of {note} dollars. What remains?
  I have {note} dollars. The {good} is {p} dollars. What will I have after buying it?
  I owe {p} dollars and give {note} dollars. What do I get back?
  My taxi costs {p} dollars. I give the driver {note} dollars. What does the driver return?
  My bill comes to {p} dollars. I put down {note} dollars. What is the change?
  My budget was {note} dollars and I spent {p} dollars. What remains?
  A meal comes to {p} dollars. We leave {note} dollars. How much is that too much?
  A book is {p} dollars. What is my change from {note} dollars?
  A ticket costs {p} dollars and the machine takes {note} dollars. How much does it return?
  A customer pays a {p} dollar bill with {note} dollars. What does the shop give back?
  A gift card of {note} dollars is used for a {good} of {p} dollars. What is still on the card?
  The {good} costs {p} dollars. I only have a {note} dollar bill. How much change do I get?
  The price is {p} dollars, {name} gives {note} dollars. How much is returned?
  The total is {p} dollars. Change from {note} dollars?
  {name} had {note} dollars and spent {p} dollars on a {good}. What does {name} have now?
  {name} spends {p} of {note} dollars. What is not spent?
  {name} wants a {good} for {p} dollars and has {note} dollars. How much will be left over?
  {name} buys a {good}, price {p} dollars, and gives a {note} dollar bill. What change is due?
  {name} lends {p} dollars of {note} dollars to a friend. What remains?
  What change do I get from {note} dollars if I pay {p} dollars?
  What remains of {note} dollars when I spend {p} dollars?
  What's {note} dollars minus {p} dollars?
  What's my change: price {p} dollars, given {note} dollars
  How much change is due on {note} dollars for a {good} at {p} dollars?
  How much do I get back from {note} dollars for {p} dollars?
  How much do I have if I spend {p} of my {note} dollars?
  How much is {note} dollars less {p} dollars?
  how much change from {note} dollars for {p} dollars
  change for {note} dollars, price {p} dollars
  Calculate the change: {note} dollars given, {p} dollars due.
  Calculate {note} dollars minus {p} dollars.
  Compute the change from {note} dollars when {p} dollars are due.
  Work out the change from {note} dollars for a {good} at {p} dollars.
  Subtract {p} dollars from {note} dollars.
  Take {p} dollars off {note} dollars.
  Tell me the change from {note} dollars for {p} dollars.
  Can you tell me what is left of {note} dollars after {p} dollars?
  Could you work out my change? It was {p} dollars and I gave {note} dollars.
  Please work out {note} dollars minus {p} dollars.
`);

export const EXCHANGE_MORE = lines(`
  {n} euros in {money} at {r} {money} per euro
  {n} euros to {money} (1 euro = {r} {money})
  {n} euros, rate {r} {money} per euro. How many {money}?
  1 euro = {r} {money}, so {n} euros = ?
  1 euro buys {r} {money}. What do {n} euros buy?
  If 1 euro is {r} {money}, how much is {n} euros?
  If one euro is {r} {money}, what do I get for {n} euros?
  With {r} {money} to the euro, how many {money} are {n} euros?
  At {r} {money} per euro, what are {n} euros worth?
  At a rate of {r} {money} per euro, {name} changes {n} euros. How many {money}?
  The exchange rate is {r} {money} per euro. I change {n} euros. What do I get?
  The euro stands at {r} {money}. What is the value of {n} euros?
  The euro costs {r} {money}. What do {n} euros cost?
  One euro costs {r} {money}. I buy {n} euros. How many {money} do I pay?
  I travel with {n} euros. For every euro the hotel pays {r} {money}. How many do I get?
  I want {money} for {n} euros. One euro brings {r} {money}.
  My holiday money is {n} euros. Per euro I get {r} {money}. How much is it there?
  On holiday 1 euro was {r} {money}. I spent {n} euros. How many {money} was that?
  What is {n} euros in {money}? The rate is {r}.
  What do I get for {n} euros if the rate is {r} {money} per euro?
  What's {n} euros in {money} if one euro is {r} {money}?
  How many {money} do I get for {n} euros at {r} per euro?
  How many {money} will {n} euros bring at a rate of {r}?
  How much are {n} euros in {money} at {r} {money} each?
  how many {money} for {n} euros, rate {r}
  Turn {n} euros into {money} at {r} {money} per euro.
  Exchange {n} euros for {money}. Rate: {r} {money} per euro.
  Convert {n} euros, {r} {money} each.
  Convert {n} EUR at {r} {money} per EUR.
  Calculate {n} euros in {money}. Rate: {r} {money} per euro.
  Work out {n} euros in {money}, at {r} for one euro.
  Tell me what {n} euros are in {money} at {r} to one.
  Can you convert {n} euros to {money}? One euro is {r} {money}.
  Could you change {n} euros into {money} at {r} {money} per euro?
  Please convert {n} euros at a rate of {r} {money} for each.
  {name} brings {n} euros. The hotel changes them at {r} {money} per euro. How many {money} does {name} receive?
  {name} sends {n} euros home. Every one becomes {r} {money}. How many {money} arrive?
  {name} pays {n} euros to a shop that counts in {money}, {r} for every euro. How many {money} is it?
`);
