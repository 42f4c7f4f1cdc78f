/** Other words for the tasks of `javascript-arrays.ts`, by their id, for training only. */
import { lines } from "./wording-lists.ts";

export const ARRAY_TASKS: Readonly<Record<string, readonly string[]>> = {
  "filter-gt": lines(`
    keeps only what is greater than {a} in arr
    picks the items of arr that exceed {a}
    selects the values above {a} from arr
    removes everything from arr that is not greater than {a}
    leaves only numbers over {a} in arr
    finds all elements of arr larger than {a}
  `),
  "filter-lt": lines(`
    keeps only what is less than {a} in arr
    picks the items of arr under {a}
    selects the values below {a} from arr
    removes everything from arr that is not less than {a}
    leaves only numbers under {a} in arr
    finds all elements of arr lower than {a}
  `),
  "filter-between": lines(`
    keeps only what lies between {a} and {b} in arr
    picks the items of arr in the range {a} to {b}
    selects the values from {a} to {b} in arr
    drops everything below {a} or above {b} from arr
    leaves only numbers between {a} and {b} in arr
    finds the elements of arr that are at least {a} and at most {b}
  `),
  "filter-not": lines(`
    removes {a} from arr
    filters out {a} from arr
    leaves out every {a} in arr
    deletes all occurrences of {a} in arr
    keeps what differs from {a} in arr
    gets rid of {a} in arr
  `),
  "filter-even": lines(`
    picks the even elements from arr
    removes the odd numbers from arr
    selects what is even in arr
    leaves only even values in arr
    finds all even numbers in arr
    drops everything odd from arr
  `),
  "filter-odd": lines(`
    picks the odd elements from arr
    removes the even numbers from arr
    selects what is odd in arr
    leaves only odd values in arr
    finds all odd numbers in arr
    drops everything even from arr
  `),
  "map-add": lines(`
    increases each element of arr by {a}
    raises all numbers in arr by {a}
    adds {a} to all values in arr
    puts {a} on top of each item of arr
    makes every number in arr {a} larger
    gives a new array with {a} added to each item of arr
  `),
  "map-multiply": lines(`
    multiplies all values in arr by {a}
    scales arr by {a}
    makes each element of arr {a} times as large
    scales every number in arr by the factor {a}
    gives a new array with each item of arr multiplied by {a}
  `),
  "map-subtract": lines(`
    decreases each element of arr by {a}
    lowers all numbers in arr by {a}
    takes {a} away from each item of arr
    makes every number in arr {a} smaller
    reduces all values in arr by {a}
  `),
  "map-square": lines(`
    multiplies each item of arr by itself
    squares all the numbers in arr
    gives the square of each element of arr
    raises every item of arr to the power of 2
    computes the squares of all values in arr
  `),
  "map-double": lines(`
    multiplies each item of arr by 2
    doubles all the values in arr
    makes each element of arr twice as large
    gives a new array with all items of arr doubled
  `),
  sum: lines(`
    adds all items of arr together
    computes the sum of arr
    calculates the sum of all values in arr
    gives the sum of the elements of arr
    totals arr
    finds what all items of arr add up to
  `),
  max: lines(`
    gets the highest value of arr
    picks the largest element of arr
    computes the maximum of all items of arr
    gives the greatest value in arr
  `),
  min: lines(`
    gets the least value of arr
    picks the smallest element of arr
    computes the minimum of all items of arr
    gives the minimal value in arr
  `),
  "count-gt": lines(`
    counts the elements of arr over {a}
    gives the number of items in arr above {a}
    returns the count of values in arr that exceed {a}
    finds how many items of arr exceed {a}
    counts what is greater than {a} in arr
  `),
  "count-eq": lines(`
    counts how often {a} appears in arr
    counts the occurrences of {a} in arr
    gives the frequency of {a} in arr
    finds how often arr has the value {a}
  `),
  includes: lines(`
    says if {a} is in arr
    finds out if arr has {a}
    returns whether arr holds {a}
    tests if {a} occurs in arr
    looks for {a} in arr and returns true or false
    returns true when arr contains the value {a}
  `),
  "some-gt": lines(`
    says if anything in arr exceeds {a}
    tests if some value of arr is above {a}
    returns true as soon as one item of arr exceeds {a}
    finds out if arr has an item greater than {a}
  `),
  "every-gt": lines(`
    says if all of arr exceeds {a}
    tests if every value of arr is above {a}
    returns true only if all items of arr exceed {a}
    finds out if all of arr is greater than {a}
    makes sure that every item of arr is above {a}
  `),
  index: lines(`
    finds where {a} is in arr
    looks up the position of {a} in arr
    gets the index of the first {a} in arr
    gives the place of {a} in arr
    locates {a} in arr and returns its index
  `),
  push: lines(`
    extends arr by {a} at the back
    returns a copy of arr with {a} appended
    attaches {a} to arr as its last item
    returns arr followed by {a}
    adds {a} as the last item of arr
    pushes {a} onto a copy of arr
  `),
  unshift: lines(`
    returns {a} followed by arr
    inserts {a} in front of arr
    adds {a} as the first item of arr
    returns a copy of arr with {a} in front
    attaches {a} to the beginning of arr
  `),
  take: lines(`
    gets the first {a} elements of arr
    gives the leading {a} items of arr
    picks {a} items from the front of arr
    limits arr to {a} items
    shortens arr to its first {a} items
  `),
  skip: lines(`
    removes the first {a} elements from arr
    leaves out {a} items at the front of arr
    cuts {a} items off the start of arr
    gives arr from index {a} on
    ignores {a} items in front and returns the rest of arr
  `),
  reverse: lines(`
    turns arr around
    flips the order of arr
    gives arr backwards
    returns arr with its order reversed
    puts the items of arr in reverse
  `),
  "sort-up": lines(`
    orders arr from smallest to largest
    sorts arr from low to high
    sorts arr numerically
    arranges arr with the smallest number first
    puts the numbers of arr in increasing order
  `),
  "sort-down": lines(`
    orders arr from largest to smallest
    sorts arr from high to low
    sorts arr numerically, largest first
    arranges arr with the largest number first
    puts the numbers of arr in decreasing order
  `),
  unique: lines(`
    drops repeated items from arr
    returns the distinct values of arr
    removes repeated values from arr
    makes the items of arr unique
    gives arr with all duplicates removed
  `),
  join: lines(`
    makes one string of arr, separated by commas
    concatenates arr with commas
    returns arr as comma separated text
    glues the items of arr together with commas
    converts arr to a string with commas
  `),
  last: lines(`
    finds the last element of arr
    gives the last value in arr
    takes the last item from arr
    fetches the final element of arr
    picks the last one of arr
  `),
  length: lines(`
    gives the size of arr
    finds the length of arr
    counts the elements of arr
    returns how long arr is
    returns the size of the array arr
  `),
};
