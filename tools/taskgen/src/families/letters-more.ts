/** Wordings of the letter tasks for training only. */
import { lines } from "./wording-lists.ts";

export const COUNT_MORE = lines(`
  {letter} in {words}
  how many {letter} in {words}
  how many times {letter} in {words}
  how many letters {letter} in {words}
  how often {letter} in {words}
  count {letter} in {words}
  count {letter} : {words}
  number of times {letter} is in {words}
  letter {letter} , word {words}
  letter count: {letter} in {words}
  How many {letter} does {words} have?
  How many {letter} does {words} contain?
  How many {letter} do you find in {words} ?
  How many letters {letter} are in {words} ?
  How many times is {letter} in {words} ?
  How many times is the letter {letter} in {words} ?
  How many times do you write {letter} in {words} ?
  How many times do I type {letter} when I type {words} ?
  How many of the letters of {words} are {letter} ?
  How often does {letter} occur in {words} ?
  How often does the letter {letter} come up in {words} ?
  How often do you see {letter} in {words} ?
  What is the number of {letter} in {words} ?
  What's the number of letters {letter} in {words} ?
  Count every {letter} in {words} .
  Count all the letters {letter} in {words} .
  Count how often {letter} is in {words} .
  Count the occurrences of {letter} in {words} .
  Find how many {letter} there are in {words} .
  Find how often the letter {letter} is in {words} .
  Give me the number of {letter} in {words} .
  Give the number of times {letter} appears in {words} .
  Say how many {letter} are in {words} .
  Say how often {letter} is in {words} .
  Check {words} for the letter {letter} : how many?
  Go through {words} and count the letter {letter} .
  Tell me how many times {letter} is in {words} .
  Tell me the number of {letter} in {words} .
  Can you count the letter {letter} in {words} ?
  Can you tell how often {letter} is in {words} ?
  Could you count how many {letter} are in {words} ?
  Please count {letter} in {words} .
  Please say how many times {letter} appears in {words} .
  I want to know how often {letter} is in {words} .
  I need the number of {letter} in {words} .
  My word is {words} . How many {letter} does it have?
  The word is {words} , the letter is {letter} . How many are there?
  Take {words} . How many {letter} are there in it?
  In {words} how many letters are {letter} ?
  In {words} how often is {letter} used?
  For a word game: how many {letter} in {words} ?
  How many "{letter}" are in "{words}"?
  How many times is '{letter}' in '{words}'?
  Count "{letter}" in "{words}".
`);

/** For one word. */
export const REVERSE_MORE = lines(`
  {words} backwards
  {words} reversed
  {words} in reverse
  {words} spelled from the end
  backwards: {words}
  reverse {words}
  reverse: {words}
  reverse letters: {words}
  spell {words} in reverse
  what is {words} backwards
  What's {words} backwards?
  What is {words} in reverse?
  What is the reverse of {words} ?
  What is the mirror image of {words} ?
  What does {words} look like backwards?
  What do I get when I reverse {words} ?
  What do I get when I spell {words} from the end?
  How is {words} spelled backwards?
  How do you spell {words} backwards?
  How do you write {words} in reverse?
  How would {words} look with its letters reversed?
  Which word is {words} backwards?
  Reverse the word {words} .
  Reverse the order of the letters in {words} .
  Write {words} backwards.
  Write {words} in reverse.
  Write {words} from right to left.
  Write the word {words} the wrong way round.
  Write the letters of {words} in reverse order.
  Spell {words} in reverse order.
  Spell the word {words} from back to front.
  Read {words} from right to left.
  Say {words} backwards.
  Type {words} backwards.
  Print {words} reversed.
  Give me {words} backwards.
  Give me the letters of {words} in reverse order.
  Show {words} in reverse.
  Show me {words} spelled backwards.
  Turn {words} back to front.
  Turn the word {words} around.
  Mirror the word {words} .
  Swap the letters of {words} from end to start.
  Start with the last letter of {words} and end with the first.
  Can you spell {words} backwards?
  Can you reverse {words} for me?
  Could you write {words} the other way round?
  Please spell {words} from the end.
  I need {words} backwards.
  I want to see {words} reversed.
  For a riddle: {words} backwards
  Spell "{words}" backwards.
  What is "{words}" backwards?
`);

/** For two words: the words stay where they are, which must be said. */
export const REVERSE_EACH_MORE = lines(`
  each word backwards: {words}
  {words} , each word reversed
  reverse every word of {words}
  Reverse every word: {words}
  Reverse both words: {words}
  Reverse each of these words: {words}
  Reverse the two words {words} one by one.
  Spell each word backwards: {words}
  Spell both words backwards: {words}
  Write both words of {words} backwards.
  Write each word of {words} in reverse.
  Write {words} with each word backwards.
  Write the letters of every word from the end: {words}
  Turn each word around: {words}
  Turn both words of {words} around, letter by letter.
  Give me both words backwards: {words}
  Give each word of {words} in reverse.
  Show {words} with every word reversed.
  Keep the words in order but reverse their letters: {words}
  Keep the order of the words and spell each backwards: {words}
  Two words: {words} . Reverse each.
  Two words, each backwards: {words}
  What is each word of {words} backwards?
  What are the words {words} spelled backwards?
  How are the words {words} spelled backwards?
  How do you spell each of {words} backwards?
  Which words do I get when I reverse each of {words} ?
  Can you reverse each word of {words} ?
  Could you spell every word of {words} backwards?
  I need each word backwards: {words}
  I want both words of {words} reversed.
  For a riddle: each word backwards in {words}
  Mirror each word of {words} .
  word by word in reverse: {words}
`);

export const ACRONYM_MORE = lines(`
  acronym of {words}
  acronym for {words}
  initials of {words}
  initials: {words}
  first letters of {words}
  {words} acronym
  {words} for short
  {words} , first letter of each word
  abbreviate {words}
  abbreviation of {words}
  What is {words} in short?
  What is {words} abbreviated?
  What is the short form of {words} ?
  What is the abbreviation of {words} ?
  What are the first letters of {words} ?
  What acronym does {words} give?
  What acronym do I get from {words} ?
  What's the acronym for {words} ?
  What do the first letters of {words} spell?
  What does {words} shorten to?
  Which acronym stands for {words} ?
  Which letters stand for {words} ?
  Which initials does {words} have?
  How is {words} abbreviated?
  How do you abbreviate {words} ?
  How do you shorten {words} ?
  How can I shorten {words} to letters?
  Make initials from {words} .
  Make a short name from the first letters of {words} .
  Make an abbreviation of {words} .
  Form the initials of {words} .
  Build initials from {words} .
  Join the first letters of {words} .
  Collect the first letter of every word in {words} .
  Put the first letters of {words} together.
  Use the first letter of each word: {words}
  Take the first letter of each word in {words} .
  Read the first letters of {words} .
  Give me the initials of {words} .
  Show the acronym of {words} .
  Tell me the acronym of {words} .
  Shorten to initials: {words}
  Can you make an acronym of {words} ?
  Can you abbreviate {words} ?
  Could you give me the initials of {words} ?
  Could you form an acronym from {words} ?
  Please abbreviate {words} .
  I need an acronym for {words} .
  I need the short form of {words} .
  My club is called {words} . What is its acronym?
  Our team is named {words} . What are its initials?
  We call ourselves {words} . How do we abbreviate it?
  The name is {words} . What is its acronym?
  For a logo I need the initials of {words} .
`);

export const UPPER_MORE = lines(`
  {words} in upper case
  {words} in uppercase
  {words} in capital letters
  {words} in caps
  {words} all caps
  all caps: {words}
  caps: {words}
  capital letters: {words}
  uppercase {words}
  uppercase: {words}
  to upper case: {words}
  make {words} uppercase
  make {words} big letters
  What is {words} in upper case?
  What is {words} in all caps?
  What does {words} look like in upper case?
  What's {words} in capital letters?
  How do I write {words} in upper case?
  How is {words} written in capital letters?
  How does {words} look in all caps?
  Write {words} in capital letters.
  Write {words} in uppercase.
  Write {words} in all caps.
  Write {words} with big letters.
  Type {words} in capital letters.
  Type {words} with caps lock on.
  Print {words} in upper case.
  Convert {words} to uppercase.
  Convert {words} to all caps.
  Convert to capital letters: {words}
  Convert every letter of {words} to upper case.
  Change {words} to upper case.
  Change {words} to all caps.
  Turn {words} into capital letters.
  Turn {words} into uppercase.
  Put {words} in upper case.
  Put {words} in all caps.
  Transform {words} to upper case.
  Set {words} in capital letters.
  Spell {words} in capital letters.
  Give me {words} in upper case.
  Give me {words} in all caps.
  Show {words} in upper case.
  Return {words} in upper case.
  Shout {words} , all caps.
  Make every letter a capital: {words}
  Make {words} all caps.
  Replace the small letters of {words} by capital ones.
  Can you write {words} in upper case?
  Can you put {words} in all caps?
  Could you convert {words} to capital letters?
  I want {words} in upper case.
  For a sign I want {words} in capital letters.
  My title is {words} . Put it in capital letters.
  The text is {words} . Write it in upper case.
  Write "{words}" in upper case.
`);

export const LOWER_MORE = lines(`
  {words} in lower case
  {words} in lowercase
  {words} in small letters
  {words} without capital letters
  lowercase {words}
  lowercase: {words}
  small letters: {words}
  no caps: {words}
  to lower case: {words}
  make {words} lowercase
  make {words} small letters
  What is {words} in lower case?
  What does {words} look like in lower case?
  What's {words} in small letters?
  How do I write {words} in lower case?
  How is {words} written in small letters?
  How does {words} look in lower case?
  Write {words} in small letters.
  Write {words} in lowercase.
  Write {words} without caps.
  Type {words} in small letters.
  Type {words} with caps lock off.
  Print {words} in lower case.
  Convert {words} to lowercase.
  Convert to small letters: {words}
  Convert every letter of {words} to lower case.
  Change {words} to lower case.
  Turn {words} into small letters.
  Turn {words} into lowercase.
  Put {words} in lower case.
  Transform {words} to lower case.
  Set {words} in small letters.
  Spell {words} in small letters.
  Give me {words} in lower case.
  Show {words} in lower case.
  Return {words} in lower case.
  Do not shout: {words}
  Stop shouting {words} , use small letters.
  Make every letter small: {words}
  Make all letters of {words} small.
  Replace the capital letters of {words} by small ones.
  Can you write {words} in lower case?
  Could you convert {words} to small letters?
  Please use small letters: {words}
  I want {words} in lower case.
  My caps lock was on: {words} . Make it lower case.
  The text is {words} . Write it in lower case.
  The title is {words} . Put it in small letters.
  Write "{words}" in lower case.
`);
