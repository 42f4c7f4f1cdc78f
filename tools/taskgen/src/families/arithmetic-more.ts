/** Wordings of the arithmetic family for training only. */
import { lines } from "./wording-lists.ts";

export const ADD_MORE = lines(`
  {a} + {b}
  {a}+{b}
  {a}+{b}=
  {a} and {b} added up
  {a} plus {b} equals
  {a} plus {b} gives what?
  what's {a} + {b}
  What's {a} plus {b}?
  whats {a}+{b}
  What does {a} + {b} equal?
  What does {a} plus {b} come to?
  How much do {a} and {b} make?
  How much does {a} + {b} come to?
  Can you add {a} and {b}?
  Could you add {a} and {b} for me, please?
  Can you work out {a} plus {b}?
  Please calculate the sum {a} + {b}.
  Find {a} + {b}.
  Give me {a} + {b}.
  Sum of {a} and {b}
  Total of {a} and {b}, please.
  Solve {a} + {b}.
  Solve: {a} + {b}
  Evaluate {a} + {b}.
  Do the addition {a} + {b}.
  Do the sum {a} + {b} and show the steps.
  Show me how to add {a} and {b}.
  Show every step of {a} + {b}.
  Add up {a} and {b}.
  Add together {a} and {b}
  Put {a} and {b} together. What is the total?
  Increase {a} by {b}.
  What do I get when I add {a} and {b}?
  What do you get if you put {b} on top of {a}?
  What is {b} more than {a}?
  {b} more than {a} is what?
  Start at {a} and count {b} further.
  I have {a} and get {b} more. How many is that?
  I had {a} points and won {b} more. What is my score now?
  For my homework: {a} + {b}
  My homework says {a} + {b}. What is it?
  My son asks what {a} and {b} make.
  One bill is {a} dollars, the other {b} dollars. How much is that together?
  The first number is {a}, the second is {b}. What is their sum?
  Two numbers: {a} and {b}. Add them.
  Maths question: what is {a} plus {b}?
  Quick maths: {a} + {b}
  Mental arithmetic: {a} plus {b}.
  Calculator: {a} + {b}
  calc {a} + {b}
  compute {a}+{b}
  Column addition: {a} and {b}
`);

export const SUBTRACT_MORE = lines(`
  {a} - {b}
  {a}-{b}
  {a}-{b}=
  {a} minus {b} equals
  {a} minus {b} is what?
  {a} less {b}
  what's {a} - {b}
  What's {a} minus {b}?
  whats {a}-{b}
  What does {a} - {b} equal?
  What does {a} minus {b} come to?
  How much is {a} less {b}?
  How much remains when {b} is taken off {a}?
  How far is it from {b} to {a}?
  How much bigger is {a} than {b}?
  How much smaller than {a} is {b}?
  By how much is {a} larger than {b}?
  How many more is {a} than {b}?
  What is the gap between {b} and {a}?
  What must I add to {b} to get {a}?
  What is missing from {b} to {a}?
  Can you subtract {b} from {a}?
  Could you work out {a} minus {b} for me?
  Please calculate the difference {a} - {b}.
  Find the difference of {a} and {b}.
  Find {a} - {b}.
  Give me {a} - {b}.
  Give me the difference between {a} and {b}.
  Difference of {a} and {b}?
  Solve {a} - {b}.
  Solve: {a} - {b}
  Evaluate {a} - {b}.
  Do the subtraction {a} - {b}.
  Show me how to subtract {b} from {a}.
  Show every step of {a} - {b}.
  Reduce {a} by {b}.
  Decrease {a} by {b}.
  Remove {b} from {a}. What remains?
  What is {b} less than {a}?
  Count back {b} from {a}.
  Start at {a} and go down by {b}.
  I have {a} and give away {b}. How many do I keep?
  I had {a} points and lost {b}. What is my score now?
  Out of {a} seats {b} are taken. How many are free?
  A rope of {a} meters loses {b} meters. How long is it now?
  For my homework: {a} - {b}
  My homework says {a} - {b}. What is it?
  Maths question: what is {a} minus {b}?
  Quick maths: {a} - {b}
  Mental arithmetic: {a} minus {b}.
  Calculator: {a} - {b}
  calc {a} - {b}
  compute {a}-{b}
`);

export const MULTIPLY_MORE = lines(`
  {a} × {b}
  {a} * {b}
  {a} x {b}
  {a}*{b}
  {a}×{b}
  {a}*{b}=
  {a} x {b} =
  {a} * {b} = ?
  {a} times {b} equals
  {a} times {b} is what?
  {a} multiplied by {b}
  what's {a} x {b}
  What's {a} times {b}?
  whats {a}*{b}
  What does {a} × {b} equal?
  What does {a} times {b} come to?
  How much is {a} x {b}?
  How much is {b} times {a}?
  Can you multiply {a} and {b}?
  Could you multiply {a} and {b} for me, please?
  Please calculate the product {a} × {b}.
  Find the product of {a} and {b}.
  Find {a} × {b}.
  Give me {a} × {b}.
  Give me the product of {a} and {b}.
  Product of {a} and {b}?
  Solve {a} × {b}.
  Solve: {a} * {b}
  Evaluate {a} * {b}.
  Do the multiplication {a} × {b}.
  Show me how to multiply {a} by {b}.
  Show every step of {a} × {b}.
  What do I get when I multiply {a} and {b}?
  {b} groups of {a} make how many?
  {b} lots of {a}
  There are {b} rows of {a} chairs. How many chairs?
  One ticket is {a} dollars. What do {b} tickets cost?
  Each of {b} children gets {a} cards. How many cards is that?
  One side is {a} meters, the other {b} meters. What is the area?
  {a} pages a day for {b} days: how many pages?
  For my homework: {a} × {b}
  My homework says {a} x {b}. What is it?
  Times table: {a} × {b}
  Maths question: what is {a} times {b}?
  Quick maths: {a} * {b}
  Mental arithmetic: {a} times {b}.
  Calculator: {a} * {b}
  calc {a} * {b}
  compute {a}*{b}
  multiply {a} {b}
`);

export const SUM_MORE = lines(`
  {a} + {b} + {c}
  {a}+{b}+{c}
  {a}+{b}+{c}=
  {a} plus {b} plus {c}
  {a} plus {b} plus {c} equals
  {a} and {b} and {c} added up
  what's {a} + {b} + {c}
  What's {a} plus {b} plus {c}?
  whats {a}+{b}+{c}
  What does {a} + {b} + {c} equal?
  How much do {a}, {b} and {c} make?
  How much is {a} and {b} and {c} together?
  How much is that in total: {a}, {b}, {c}?
  Can you add {a}, {b} and {c}?
  Could you add up {a}, {b} and {c} for me?
  Please total {a}, {b} and {c}.
  Total: {a}, {b}, {c}
  Sum: {a}, {b}, {c}
  sum of {a} {b} {c}
  Solve {a} + {b} + {c}.
  Solve: {a} + {b} + {c}
  Evaluate {a} + {b} + {c}.
  Add these three numbers: {a}, {b}, {c}
  Add together {a}, {b} and {c}.
  Three numbers: {a}, {b} and {c}. Add them.
  These are my expenses: {a}, {b} and {c}. What is the total?
  My three scores are {a}, {b} and {c}. How many points altogether?
  I walked {a}, {b} and {c} minutes. How many minutes altogether?
  Bills of {a}, {b} and {c} dollars: how much must I pay?
  {a} boys, {b} girls and {c} adults: how many people?
  First {a}, then {b}, then {c}. What do they add up to?
  Start with {a}, add {b}, then add {c}.
  Add {b} and {c} to {a}.
  Show every step of {a} + {b} + {c}.
  Show me how to add {a}, {b} and {c}.
  Do the sum {a} + {b} + {c}.
  For my homework: {a} + {b} + {c}
  Maths question: {a} plus {b} plus {c}?
  Quick maths: {a} + {b} + {c}
  Calculator: {a} + {b} + {c}
  calc {a} + {b} + {c}
  compute {a}+{b}+{c}
  {a}, {b} and {c} altogether
  What is the grand total of {a}, {b} and {c}?
`);

export const THEN_ADD_MORE = lines(`
  + {b}
  +{b}
  Plus {b} now.
  {b} more, please.
  And with {b} added to it?
  And if it were {b} more?
  And {b} added?
  What about {b} more?
  What if there are {b} more?
  Make it {b} more.
  Raise it by {b}.
  Increase that by {b}.
  Go up by {b}.
  Give it {b} more.
  With {b} added, what is it?
  With another {b}?
  Another {b}, please.
  Start from there and add {b}.
  Go on with {b} more.
  Now plus {b}?
  OK, and now plus {b}?
  Good. Now {b} more.
  Great, add {b} more to it.
  Then I get {b} more. How many now?
  I found {b} more. What is the total now?
  Somebody gives me {b} more.
  Can you add {b} to this?
  Could you now add {b}?
  I forgot {b}. Add it too.
  Oh, there are {b} more. What is it then?
  count {b} further
  So what is the result plus {b}?
  And what is it with {b} more?
  Result + {b}?
  that + {b}
  that plus {b}
  now {b} more
`);

export const THEN_SUBTRACT_MORE = lines(`
  - {b}
  -{b}
  minus {b}
  Minus {b} now.
  and {b} less
  {b} less, please.
  {b} fewer, please.
  And without {b}?
  And if it were {b} less?
  And {b} taken off?
  What about {b} less?
  What if {b} are gone?
  Make it {b} less.
  Lower it by {b}.
  Reduce that by {b}.
  Decrease it by {b}.
  Go down by {b}.
  Take {b} off.
  Now take that and subtract {b}.
  Use that result and subtract {b}.
  Now minus {b}?
  OK, and now minus {b}?
  Good. Now {b} less.
  Remove {b} of them.
  Then I lose {b}. How many now?
  I spend {b} of it. What remains?
  Somebody takes {b} of them.
  Can you subtract {b} from this?
  Could you now subtract {b}?
  With {b} gone, what is left?
  What is left after {b}?
  count {b} back
  So what is the result minus {b}?
  And the result minus {b}?
  Result - {b}?
  that - {b}
  that minus {b}
  now {b} less
  Leave out {b}.
  Drop {b} from it.
`);
