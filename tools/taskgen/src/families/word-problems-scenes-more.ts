/** More situations of the word problems for training only, as described in `word-problems-scenes.ts`. */

import type { Scene } from "./word-problems-scenes.ts";
import { lines } from "./wording-lists.ts";

export const SCENES_OF_PEOPLE: readonly Scene[] = [
  {
    things: "points",
    start: lines(`
      {name} starts a game with {n} points.
      Our team has {n} points.
      {name} has {n} points on the card.
    `),
    groups: lines(`
      {name} scores {y} points in each of {x} rounds.
      Our team wins {x} games and gets {y} points for each.
      A quiz gives {y} points per answer. {name} has {x} right.
    `),
    gain: lines(`
      A lucky card brings {k} points.
      The next round brings {k} more.
      {other} passes on {k} points.
    `),
    lose: lines(`
      A mistake costs {k} points.
      The referee takes {k} points away.
      {k} points are lost in the last round.
    `),
    times: lines(`
      A bonus makes it {k} times as many points.
      The joker multiplies the points by {k}.
    `),
    share: lines(`
      The points are shared by a team of {k}.
      {k} players split the points equally.
    `),
    now: lines(`
      What is the score?
      How many points is that now?
      What is the score at the end?
    `),
    each: lines(`
      How many points does each player get?
      What is the score of each player?
      How many points is that per player?
    `),
  },
  {
    things: "flowers",
    start: lines(`
      {name} plants {n} flowers.
      A garden has {n} flowers.
      There are {n} flowers in a flower shop.
    `),
    groups: lines(`
      {name} plants {x} rows of {y} flowers.
      A garden has {x} beds with {y} flowers in each.
      A shop sells bunches of {y} flowers. {name} takes {x} bunches.
    `),
    gain: lines(`
      In May {k} more come up.
      {other} plants {k} next to them.
      {k} new ones open.
    `),
    lose: lines(`
      The rabbits eat {k}.
      {other} picks {k}.
      {k} dry up in the heat.
    `),
    times: lines(`
      Next spring there are {k} times as many flowers.
      After the rain it is {k} times as many.
    `),
    share: lines(`
      They are tied into {k} equal bunches.
      They are put into {k} vases, equally many in each.
    `),
    now: lines(`
      How many flowers grow there now?
      How many flowers are left?
      How many flowers is it altogether?
    `),
    each: lines(`
      How many flowers are in one bunch or vase?
      How many flowers per bunch?
      How many flowers are tied together?
    `),
  },
  {
    things: "students",
    start: lines(`
      A school trip has {n} students.
      There are {n} students in the hall.
      {n} students sign up for a course.
    `),
    groups: lines(`
      A school has {x} classes with {y} students in each.
      {x} teams of {y} students take part.
      A hall has {x} rows. In every row sit {y} students.
    `),
    gain: lines(`
      {k} new students join.
      Then {k} latecomers arrive.
      A teacher brings {k} more.
    `),
    lose: lines(`
      {k} students are ill.
      Then {k} go home.
      {other} leaves with friends, {k} students in all.
    `),
    times: lines(`
      Next year {k} times as many students come.
      On the open day there are {k} times as many.
    `),
    share: lines(`
      They are split into {k} teams of the same size.
      They work in {k} equal groups.
    `),
    now: lines(`
      How many students are there at last?
      How many students are present now?
      How many students take part?
    `),
    each: lines(`
      How many students are in one team?
      How many students work together?
      How many students per group?
    `),
  },
  {
    things: "photos",
    start: lines(`
      There are {n} photos on my phone.
      {name} took {n} photos on a trip.
      An album has {n} photos.
    `),
    groups: lines(`
      {name} takes {y} photos on each of {x} days.
      I have {x} albums with {y} photos in each.
      A film has {y} photos, and {name} uses {x} films.
    `),
    gain: lines(`
      Then {k} more are taken.
      {other} sends {k} photos.
      {k} old ones are scanned too.
    `),
    lose: lines(`
      {k} are blurry and get deleted.
      Then {k} are deleted.
      {other} removes {k} by mistake.
    `),
    times: lines(`
      By summer there are {k} times as many photos.
      A second trip makes it {k} times as many.
    `),
    share: lines(`
      They are sorted into {k} albums, equally many in each.
      They fill {k} pages, the same number on every page.
    `),
    now: lines(`
      How many photos are kept?
      How many photos do I have now?
      How many photos are there altogether?
    `),
    each: lines(`
      How many photos are in one album or on one page?
      How many photos belong together?
      How many photos per album?
    `),
  },
  {
    things: "dollars",
    start: lines(`
      {name} has {n} dollars in a piggy bank.
      I have {n} dollars in my pocket.
      {name} gets {n} dollars as a birthday present.
    `),
    groups: lines(`
      {name} saves {y} dollars a week for {x} weeks.
      I sell {x} old games for {y} dollars each.
      {x} relatives give {name} {y} dollars each.
    `),
    gain: lines(`
      Grandma gives {k} dollars.
      {name} finds {k} dollars in a coat.
      {other} pays back {k} dollars.
      I earn {k} dollars more.
    `),
    lose: lines(`
      A ticket costs {k} dollars.
      {k} dollars go to a snack.
      {other} borrows {k} dollars.
      Lunch is {k} dollars.
    `),
    times: lines(`
      A lucky bet makes it {k} times as much.
      After years of saving it is {k} times as much.
    `),
    share: lines(`
      The money is shared by {k} children.
      It is spread evenly over {k} days.
    `),
    now: lines(`
      How many dollars are left?
      How much money is it now?
      How many dollars is that in the end?
    `),
    each: lines(`
      How many dollars are that for each child or day?
      How much money is one share?
      How many dollars per child?
    `),
  },
  {
    things: "liters",
    start: lines(`
      A tank holds {n} liters.
      There are {n} liters of water in a barrel.
      {name} fills a pool with {n} liters.
    `),
    groups: lines(`
      {name} pours {x} buckets of {y} liters into a tank.
      A tap gives {y} liters a minute. It runs for {x} minutes.
      There are {x} cans with {y} liters of juice in each.
    `),
    gain: lines(`
      Rain adds {k} liters.
      {other} pours in {k} liters more.
      A hose brings {k} more liters.
    `),
    lose: lines(`
      {k} liters leak out.
      The plants get {k} liters.
      {other} takes {k} liters for the car.
    `),
    times: lines(`
      A storm makes it {k} times as much.
      A larger tank holds {k} times as many liters.
    `),
    share: lines(`
      All of it is poured into {k} equal cans.
      It lasts for {k} days, the same amount each day.
    `),
    now: lines(`
      How many liters are there now?
      How many liters are left?
      How much water is that in liters?
    `),
    each: lines(`
      How many liters are in one can or for one day?
      How many liters is one part?
      How many liters per can or day?
    `),
  },
  {
    things: "kilometers",
    start: lines(`
      {name} walks {n} kilometers.
      A hike is {n} kilometers long.
      I ran {n} kilometers last week.
    `),
    groups: lines(`
      {name} rides {y} kilometers an hour for {x} hours.
      {name} runs {y} kilometers a day on {x} days.
      A cyclist does {y} kilometers in every one of {x} hours.
    `),
    gain: lines(`
      Then come {k} kilometers on foot.
      A detour adds {k} kilometers.
      {other} joins for {k} more kilometers.
    `),
    lose: lines(`
      A shortcut saves {k} kilometers.
      The last {k} kilometers are done by bus and do not count.
      A bridge cuts {k} kilometers off.
    `),
    times: lines(`
      In a month it is {k} times as far.
      On holiday {name} goes {k} times as far.
      The full race is {k} times as long.
    `),
    share: lines(`
      The way is split into {k} equal stages.
      {k} runners share the distance equally.
    `),
    now: lines(`
      How many kilometers is that?
      How far is it in all?
      How long is the way in kilometers?
    `),
    each: lines(`
      How many kilometers is one stage or one part?
      How far is one part?
      How many kilometers are that for each?
    `),
  },
];
