/** Other words for the tasks of `javascript-scalars.ts`, by their id, for training only. */
import { lines } from "./wording-lists.ts";

export const SCALAR_TASKS: Readonly<Record<string, readonly string[]>> = {
  add: lines(`
    puts {a} on top of x
    gives x + {a}
    computes x + {a}
    returns {a} more than x
    takes x and adds {a} to it
    makes x {a} larger
  `),
  multiply: lines(`
    computes x * {a}
    scales x by {a}
    gives x multiplied by {a}
    makes x {a} times as large
  `),
  linear: lines(`
    computes x * {a} + {b}
    scales x by {a} and adds {b}
    returns {b} more than x times {a}
    gives {a} * x + {b}
    evaluates the line {a} * x + {b}
  `),
  remainder: lines(`
    computes x % {a}
    gives the rest of x divided by {a}
    gives the remainder of x over {a}
    returns the modulus of x and {a}
    divides x by {a} and returns the remainder
  `),
  divisible: lines(`
    says if {a} is a divisor of x
    tests if x is a multiple of {a}
    returns true when x % {a} is 0
    finds out if {a} goes into x without rest
    tells if dividing x by {a} leaves no remainder
  `),
  "is-even": lines(`
    says if x is even
    tests x for being even
    returns true for even x
    returns whether x is even
    finds out if x is even
  `),
  "is-odd": lines(`
    says if x is odd
    tests x for being odd
    returns true for odd x
    returns whether x is odd
    finds out if x is odd
  `),
  greater: lines(`
    says if x exceeds {a}
    tests if x is over {a}
    returns true when x is greater than {a}
    compares x with {a} and returns true if x is larger
    returns whether x exceeds {a}
  `),
  between: lines(`
    says if x lies from {a} to {b}
    tests if x is at least {a} and at most {b}
    returns true when x is between {a} and {b}
    finds out if x is not below {a} and not above {b}
    returns whether {a} <= x and x <= {b}
  `),
  clamp: lines(`
    forces x to be between {a} and {b}
    restricts x to {a} through {b}
    cuts x off at {a} and {b}
    returns {a} if x is lower, {b} if x is higher, else x
    bounds x by {a} below and {b} above
  `),
  "at-least": lines(`
    gives x, but never less than {a}
    raises x to {a} if it is lower
    takes the bigger one of x and {a}
    limits x from below by {a}
  `),
  "at-most": lines(`
    gives x, but never more than {a}
    lowers x to {a} if it is higher
    takes the lesser one of x and {a}
    limits x from above by {a}
    caps x at {a}
  `),
  "high-low": lines(`
    labels x "high" above {a} and "low" otherwise
    answers "high" when x exceeds {a} and "low" when not
    returns the word "high" for x over {a}, the word "low" for all others
    turns x into "high" if it is above {a} and into "low" if not
  `),
  range: lines(`
    builds a list with 1 to x
    counts up to x and collects the numbers
    creates the array of all numbers from 1 through x
    gives the first x positive numbers
    fills an array with 1 to x
  `),
  "max-two": lines(`
    picks the greater of x and y
    compares x and y and returns the larger
    gives the higher number of x and y
    finds the maximum of x and y
    takes two numbers x and y and returns the larger one
  `),
  "add-two": lines(`
    computes x + y
    sums x and y
    gives x plus y
    takes x and y and adds them
    calculates the sum of x and y
  `),
  "equal-two": lines(`
    says if x is the same as y
    tests if x and y are the same value
    returns whether x and y are equal
    finds out if x equals y
    returns true when x and y do not differ
  `),
  "reverse-text": lines(`
    turns the string s around
    flips s
    gives s backwards
    spells s from the end
    writes s from back to front
  `),
  upper: lines(`
    uppercases s
    turns s into capitals
    changes s to upper case
    writes s in all caps
    makes all letters of s big
  `),
  lower: lines(`
    lowercases s
    turns s into lower case
    changes s to lower case
    writes s without capitals
    makes all letters of s small
  `),
  "text-length": lines(`
    gives the number of characters in s
    finds the length of s
    counts how many letters the text s has
    returns the size of s
    measures the length of s
  `),
  longer: lines(`
    says if s has over {a} characters
    tests if s is longer than {a}
    returns true when s exceeds {a} characters
    finds out if s has more than {a} letters
  `),
  first: lines(`
    gets the first {a} letters of s
    gives the start of s, {a} characters long
    shortens s to its first {a} characters
    keeps {a} characters from the front of s
    truncates s after {a} characters
  `),
  repeat: lines(`
    writes s {a} times in a row
    puts {a} copies of s together
    gives s repeated {a} times
    makes a string of {a} copies of s
  `),
  palindrome: lines(`
    says if s is a palindrome
    tests s for being a palindrome
    returns whether s equals its reverse
    finds out if s is the same from both ends
    returns true when s reversed is s
  `),
  vowels: lines(`
    counts all vowels of s
    gives the vowel count of s
    finds the number of vowels in s
    counts a, e, i, o and u in s
    computes how many letters of s are vowels
  `),
};
