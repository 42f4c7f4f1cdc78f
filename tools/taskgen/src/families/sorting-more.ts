/** Wordings of sorting and reversing for training only. Opposite orders are asked for in the same sentences. */
import { lines } from "./wording-lists.ts";

/** Words that turn a sentence about one order into one about the other. */
interface Order {
  readonly order: "ascending" | "descending";
  readonly first: "smallest" | "largest";
  readonly last: "smallest" | "largest";
  readonly low: "low" | "high";
  readonly high: "low" | "high";
}

const UP: Order = { order: "ascending", first: "smallest", last: "largest", low: "low", high: "high" };
const DOWN: Order = { order: "descending", first: "largest", last: "smallest", low: "high", high: "low" };

const sorted = ({ order, first, last, low, high }: Order): string[] =>
  lines(`
    {list} ${order}
    {list} ${order} please
    ${order}: {list}
    ${first} to ${last}: {list}
    ${first} first: {list}
    sort {list} ${order}
    sort {list} from ${low} to ${high}
    sort ${order} {list}
    sort these ${order} {list}
    Sort the numbers {list} ${order}.
    Sort the following numbers ${order}: {list}
    Sort the values {list} from ${low} to ${high}.
    Sort my list ${order}: {list}
    Sort everything from ${low} to ${high}: {list}
    Can you sort {list} in ${order} order?
    Can you sort these numbers from ${low} to ${high}: {list}
    Can you put {list} in ${order} order?
    Could you order {list} from ${first} to ${last}?
    Could you sort {list} ${order} for me, please?
    Would you sort these for me, ${first} first: {list}
    Please arrange {list} from ${low} to ${high}.
    Please put {list} in order, starting with the ${first}.
    Put {list} in order from ${low} to ${high}.
    Put the ${first} first and the ${last} last: {list}
    Place these in ${order} order: {list}
    Arrange the numbers {list} from ${low} to ${high}.
    List {list} from ${low} to ${high}.
    Give me {list} in ${order} order.
    Give me these in ${order} order: {list}
    Show {list} sorted ${order}.
    Show me these sorted from ${low} to ${high}: {list}
    Return {list} sorted ${order}.
    Print the list {list} sorted ${order}.
    What is {list} in ${order} order?
    What is {list} sorted from ${low} to ${high}?
    What does {list} look like sorted ${order}?
    What's the ${order} order of {list}?
    How do you sort {list} ${order}?
    How does {list} look from ${first} to ${last}?
    I need {list} sorted ${order}.
    I need these sorted from ${low} to ${high}: {list}
    I want {list} in ${order} order.
    I have the numbers {list} and need them ${order}.
    My scores are {list}. Sort them from ${low} to ${high}.
    My data: {list}. Sort ${order}.
    These are our results: {list}. Sort them ${order}.
    The numbers are {list}. Put them in order from ${low} to ${high}.
    Unsorted: {list}. Sort ${order}.
    For my homework: sort {list} from ${first} to ${last}.
  `);

export const ASCENDING_MORE = sorted(UP);
export const DESCENDING_MORE = sorted(DOWN);

const reversed = (things: "numbers" | "words"): string[] =>
  lines(`
    {list} backwards
    {list} in reverse
    {list} reversed
    {list} the other way round
    backwards: {list}
    reverse: {list}
    reversed list: {list}
    reverse the ${things} {list}
    Reverse the sequence {list}.
    Reverse the order of {list}.
    Reverse everything in this list: {list}
    Can you reverse the list {list}?
    Can you write {list} backwards?
    Can you turn {list} around?
    Could you give me {list} in reverse order?
    Could you list {list} from last to first?
    Please write {list} from back to front.
    Please give {list} in reverse.
    Turn {list} around.
    Turn the order around: {list}
    Turn the list {list} back to front.
    Write {list} from last to first.
    Write the ${things} {list} from the end to the start.
    Read {list} from right to left.
    Read these ${things} from the end: {list}
    List {list} from the end.
    List {list} backwards.
    Print {list} in reverse order.
    Show {list} in reverse.
    Show the list {list} from last to first.
    Give me {list} backwards.
    Give me the reverse of {list}.
    Return {list} in reverse order.
    Start with the last and end with the first: {list}
    Swap the order: {list}
    Mirror this list: {list}
    What is {list} in reverse order?
    What is {list} backwards?
    What is the reverse of {list}?
    What's {list} the other way round?
    How does {list} read from right to left?
    How does {list} look backwards?
    I need {list} in reverse order.
    I want this list backwards: {list}
    My list is {list}. Reverse it.
    My order of ${things} is {list}. Turn it around.
    The order is {list}. I need it from last to first.
    Given {list} reverse the order.
    For my homework: write {list} backwards.
    Do not sort them, only reverse: {list}
  `);

export const REVERSE_NUMBERS_MORE = reversed("numbers");
export const REVERSE_WORDS_MORE = reversed("words");

export const ALPHABETICAL_MORE = lines(`
  {list} alphabetically
  {list} from A to Z
  {list} by alphabet
  A to Z: {list}
  a-z: {list}
  alphabetical: {list}
  alphabetically {list}
  sort {list} by alphabet
  sort {list} A to Z
  Sort the words {list} from A to Z.
  Sort these by the alphabet: {list}
  Sort the following words alphabetically: {list}
  Sort my list alphabetically: {list}
  Sort everything from A to Z: {list}
  Can you sort {list} alphabetically?
  Can you put these words in alphabetical order: {list}?
  Could you order {list} from A to Z?
  Could you alphabetise {list} for me?
  Please sort {list} by the alphabet.
  Please put {list} in order from A to Z.
  Alphabetize {list}.
  Alphabetise this list: {list}
  Put {list} in order by the alphabet.
  Put the words {list} in ABC order.
  Put these in ABC order: {list}
  Place these words in order of the alphabet: {list}
  Order {list} from A to Z.
  Order these words by the alphabet: {list}
  Arrange {list} from A to Z.
  Arrange the list by alphabet: {list}
  Line up {list} from A to Z.
  Write {list} from A to Z.
  List {list} from A to Z.
  Give me {list} in alphabetical order.
  Show {list} sorted from A to Z.
  Show me these words in alphabetical order: {list}
  Return {list} sorted alphabetically.
  Print these words alphabetically: {list}
  What is {list} in alphabetical order?
  What's the alphabetical order of {list}?
  How do {list} go in alphabetical order?
  Which order do {list} have in the alphabet?
  I need {list} in alphabetical order.
  I want these words from A to Z: {list}
  My list is {list}. Sort it alphabetically.
  My words are {list}. Put them in ABC order.
  The words are {list}. Sort them from A to Z.
  Given {list} sort alphabetically.
  For my homework: put {list} in alphabetical order.
  Make an alphabetical list of {list}.
`);

const again = ({ order, first, last, low, high }: Order): string[] =>
  lines(`
    ${order}
    ${order} now
    ${order}, please
    now ${first} first
    and ${first} first?
    And ${order} instead?
    And now from ${first} to ${last}?
    And from ${low} to ${high}?
    And backwards?
    The other way round, please.
    Other direction, please.
    Reverse it.
    Reverse that.
    Now reversed.
    Now the other way round.
    Now backwards.
    Now start with the ${first}.
    Now ${order} instead.
    Now put the ${first} at the start.
    Now give the ${order} version.
    Same numbers, ${order}.
    Same list, ${first} first.
    The same, but ${order}.
    The same from ${low} to ${high}.
    I meant ${order}.
    I meant from ${first} to ${last}.
    Sorry, ${order} was meant.
    Oh, I wanted ${order} order.
    Wrong way, I need ${order}.
    No, the ${first} should come first.
    Sort it ${order}, not that way.
    Sort the same numbers ${order}.
    Sort again, ${first} first.
    Please start with the ${first} this time.
    Could you do that ${order}?
    Could you sort them from ${low} to ${high} now?
    Can you do it the other way round?
    Do the same ${order}.
    What about ${first} first?
    How is it ${order}?
    How does it look from ${low} to ${high}?
  `);

export const ASCENDING_AGAIN_MORE = again(UP);
export const DESCENDING_AGAIN_MORE = again(DOWN);
