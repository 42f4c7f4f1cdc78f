/** Other words for the tasks of `javascript-loops.ts`, by their id, for training only. */
import { cross, lines } from "./wording-lists.ts";

/** What makes a task one for a loop: the same tasks without it are answered by a one-liner. */
const LOOPS = lines(`
  {core} with a for loop
  {core} by looping
  {core} in a loop
  {core}, using a loop
`);

const looping = (cores: string): string[] => cross(LOOPS, lines(cores));

export const LOOP_TASKS: Readonly<Record<string, readonly string[]>> = {
  "loop-sum": looping(`
    adds all items of arr together
    computes the sum of arr
    totals arr
  `),
  "loop-sum-gt": looping(`
    adds up what exceeds {a} in arr
    sums the values of arr above {a}
    computes the sum of the items of arr over {a}
  `),
  "loop-count": looping(`
    counts the elements of arr over {a}
    finds how many items of arr exceed {a}
    gives the number of items in arr above {a}
  `),
  "loop-count-even": looping(`
    counts what is even in arr
    finds how many numbers in arr are even
    gives the number of even elements of arr
  `),
  "loop-max": looping(`
    gets the highest value of arr
    picks the largest element of arr
    finds the greatest item in arr
  `),
  "loop-min": looping(`
    gets the least value of arr
    picks the smallest element of arr
    finds the lowest item in arr
  `),
  "loop-filter": looping(`
    picks the items of arr that exceed {a}
    selects the values above {a} from arr
    gathers what is greater than {a} in arr
  `),
  "loop-between": looping(`
    picks the items of arr in the range {a} to {b}
    selects the values from {a} to {b} in arr
    gathers what lies between {a} and {b} in arr
  `),
  "loop-add": looping(`
    increases each element of arr by {a}
    raises all numbers in arr by {a}
    puts {a} on top of each item of arr
  `),
  "loop-multiply": looping(`
    multiplies all values in arr by {a}
    scales every number in arr by {a}
    makes each element of arr {a} times as large
  `),
  "loop-replace": looping(`
    caps every item of arr at {a}
    lowers the items of arr over {a} to {a}
    makes no item of arr larger than {a}
  `),
  "loop-unique": looping(`
    drops repeated items from arr
    returns the distinct values of arr
    removes repeated values from arr
  `),
  factorial: lines(`
    calculates n!
    computes the factorial n!
    finds the factorial of n
    gives n factorial
    multiplies 1 to n together
    takes n and returns n!
  `),
  "sum-to": lines(`
    adds all whole numbers up to n in a loop
    computes 1 + 2 and so on up to n with a loop
    sums 1 through n by looping
    gives the sum of the first n numbers using a loop
    totals the numbers 1 to n with a for loop
  `),
  power: lines(`
    raises {a} to n by repeated multiplication
    calculates {a} ** n in a loop
    gives {a} to the n using a for loop
    finds the power n of {a} by looping
  `),
  multiples: lines(`
    builds a list with the first n multiples of {a}
    gives n multiples of {a}, starting at {a}
    makes the {a} times table up to n
    counts in steps of {a}, n times, into an array
  `),
  fizz: lines(`
    lists the numbers up to n with "fizz" in place of multiples of {a}
    replaces multiples of {a} by "fizz" in the list 1 to n
    makes the list 1 to n where each multiple of {a} is "fizz"
    gives 1 to n, writing "fizz" whenever {a} divides the number
  `),
};
