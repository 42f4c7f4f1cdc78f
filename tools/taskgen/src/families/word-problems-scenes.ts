/**
 * Situations of the word problems for training only. A scene tells a story with its own sentences; the steps and the
 * answer are those of every story, so only the reading is new.
 */
import { lines } from "./wording-lists.ts";

/** Sentences of one situation. Slots: `{name}`, `{other}` people; `{n}` or `{x}` times `{y}` at the start; `{k}` in an event. */
export interface Scene {
  /** What is counted, plural. */
  readonly things: string;
  readonly start: readonly string[];
  readonly groups: readonly string[];
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  readonly times: readonly string[];
  readonly share: readonly string[];
  readonly now: readonly string[];
  readonly each: readonly string[];
}

export const SCENES_OF_GOODS: readonly Scene[] = [
  {
    things: "passengers",
    start: lines(`
      There are {n} passengers on a bus.
      A bus leaves the station with {n} passengers.
      {n} passengers sit in a train.
    `),
    groups: lines(`
      A train has {x} cars with {y} passengers in each.
      {x} small buses carry {y} passengers each.
      A ferry takes {y} passengers per trip and makes {x} trips.
    `),
    gain: lines(`
      At the next stop {k} passengers get on.
      At the market {k} people get on.
      {k} more get on at the school.
      Then {other} and others get on, {k} people in all.
    `),
    lose: lines(`
      At the next stop {k} passengers get off.
      At the bridge {k} people get off.
      {k} get off at the zoo.
      Then {k} passengers leave.
    `),
    times: lines(`
      On Sunday there are {k} times as many passengers.
      In summer the number is {k} times that.
    `),
    share: lines(`
      At the end they change into {k} taxis, the same number in each.
      They form {k} equal groups for a tour.
      They take seats in {k} boats, equally many in each.
    `),
    now: lines(`
      How many passengers are on board now?
      How many passengers are left?
      How many people are on board at the end?
    `),
    each: lines(`
      How many passengers are in each?
      How many people is that per group?
      How many go together?
    `),
  },
  {
    things: "books",
    start: lines(`
      A library shelf holds {n} books.
      There are {n} books in the school library.
      {name} owns a shelf with {n} books.
    `),
    groups: lines(`
      A library has {x} shelves with {y} books on each.
      {name} has {x} shelves, {y} books on each.
      {name} reads {y} books a month for {x} months.
    `),
    gain: lines(`
      {other} returns {k} books.
      The library buys {k} new books.
      {k} more are donated.
    `),
    lose: lines(`
      {other} borrows {k} books.
      {k} old books are thrown out.
      {k} books are checked out.
    `),
    times: lines(`
      A new hall holds {k} times as many books.
      After some years there are {k} times as many.
    `),
    share: lines(`
      They are put on {k} shelves, equally many on each.
      They go to {k} classes, the same number to each.
    `),
    now: lines(`
      How many books are in the library now?
      How many books are there in all?
      How many books can you find there now?
    `),
    each: lines(`
      How many books stand on one shelf?
      How many books per class or shelf?
      How many books are together?
    `),
  },
  {
    things: "eggs",
    start: lines(`
      The hens of {name} laid {n} eggs.
      A farmer collects {n} eggs.
      There are {n} eggs in the kitchen.
    `),
    groups: lines(`
      {x} hens lay {y} eggs each.
      A farmer has {x} hens. Every hen lays {y} eggs.
      {name} buys {x} cartons of {y} eggs.
    `),
    gain: lines(`
      In the evening {k} more eggs are in the nest.
      {other} brings {k} eggs from the barn.
      The ducks lay {k} more.
    `),
    lose: lines(`
      {k} eggs break on the way.
      A cake needs {k} eggs.
      {other} eats {k} of them.
      A fox steals {k}.
    `),
    times: lines(`
      In a good week it is {k} times as many eggs.
      With more hens there are {k} times as many.
    `),
    share: lines(`
      They are packed into {k} cartons, the same number in each.
      {k} families get equally many.
    `),
    now: lines(`
      How many eggs are left?
      How many whole eggs does that make?
      How many eggs are there at last?
    `),
    each: lines(`
      How many eggs are in one carton?
      How many eggs per family or carton?
      How many eggs is one share?
    `),
  },
  {
    things: "cookies",
    start: lines(`
      My recipe makes {n} cookies.
      {name} bakes {n} cookies for a party.
      There are {n} cookies in a jar.
    `),
    groups: lines(`
      {name} bakes {x} trays of {y} cookies.
      My recipe makes {y} cookies, and I bake it {x} times.
      For {x} guests {name} plans {y} cookies per guest.
    `),
    gain: lines(`
      {other} bakes {k} extra.
      {k} more come out of the oven.
      {other} brings {k} from home.
    `),
    lose: lines(`
      The children eat {k}.
      {k} of them burn.
      {other} drops {k} on the floor.
      The dog gets {k}.
    `),
    times: lines(`
      For the school fair {k} times as many are needed.
      {name} decides to bake {k} times as many.
    `),
    share: lines(`
      They are put on {k} plates, equally many on each.
      {k} guests share them fairly.
      They go into {k} gift bags of the same size.
    `),
    now: lines(`
      How many cookies are left?
      How many cookies are on the table now?
      How many cookies do we have?
    `),
    each: lines(`
      How many cookies does each guest or plate get?
      How many cookies are on one plate?
      How many cookies is that each?
    `),
  },
  {
    things: "cars",
    start: lines(`
      There are {n} cars in a car park.
      A garage has {n} cars inside.
      In the morning rush {n} cars stand in the street.
    `),
    groups: lines(`
      A car park has {x} rows with {y} cars in each.
      A garage has {x} floors. On every floor there are {y} cars.
      A ship carries {y} cars on each of {x} decks.
    `),
    gain: lines(`
      {k} cars drive in.
      Then {k} more park there.
      At noon {k} cars arrive.
    `),
    lose: lines(`
      {k} cars drive off.
      Then {k} leave.
      {other} and others drive away, {k} cars in all.
    `),
    times: lines(`
      At the weekend there are {k} times as many cars.
      In the holidays it is {k} times that number.
    `),
    share: lines(`
      The cars are lined up in {k} equal rows.
      They are moved to {k} floors, equally many on each.
    `),
    now: lines(`
      How many cars are parked now?
      How many cars are still there?
      How many cars do you see in the end?
    `),
    each: lines(`
      How many cars are in one row or floor?
      How many cars stand together?
      How many cars per row?
    `),
  },
];
