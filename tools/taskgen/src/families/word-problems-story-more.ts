/** Sentences about a stock that changes, for training only: other ways to say what `word-problems-data.ts` says. */
import { lines } from "./wording-lists.ts";

export const START_MORE = lines(`
  {name} has a total of {n} {things}.
  {name} has got {n} {things}.
  {name} bought {n} {things} at the market.
  {name} got {n} {things} for a birthday.
  {name} picked up {n} {things}.
  {name} has a bag with {n} {things}.
  {name} has a collection of {n} {things}.
  {name} packs {n} {things} into a suitcase.
  {name} takes {n} {things} to school.
  {name} counted all the {things} and got {n}.
  {name} won {n} {things} at a fair.
  There were {n} {things} in a drawer.
  There are {n} {things} on a shelf.
  A basket is filled with {n} {things}.
  A store has {n} {things} in stock.
  A bag contains {n} {things}.
  A truck carries {n} {things}.
  A class has {n} {things}.
  I have {n} {things}.
  I bought {n} {things}.
  I start with {n} {things}.
  We have {n} {things}.
  We ordered {n} {things} for a party.
  My sister has {n} {things}.
  My uncle gave me {n} {things}.
  Suppose there are {n} {things}.
  Say {name} has {n} {things}.
  {n} {things} lie on a desk.
  {n} {things} are in a box.
  On Monday {name} has {n} {things}.
`);

export const START_GROUPS_MORE = lines(`
  {name} has {x} bags, and {y} {things} go into each bag.
  {name} has {x} packs of {y} {things}.
  {name} bought {x} boxes of {y} {things}.
  {name} buys {x} packs, every pack holding {y} {things}.
  {name} fills {x} jars and puts {y} {things} in each.
  {name} puts {y} {things} in each of {x} bags.
  {name} lays out {x} rows of {y} {things}.
  {name} collects {y} {things} a day for {x} days.
  {name} gets {y} {things} every week, {x} weeks long.
  There are {x} boxes. In every box there are {y} {things}.
  There are {x} shelves, and each holds {y} {things}.
  There are {x} tables with {y} {things} on each.
  A shelf has {x} rows, and in each row are {y} {things}.
  A shop gets {x} packs of {y} {things}.
  A teacher has {x} boxes, {y} {things} in each.
  A truck brings {x} boxes with {y} {things} inside each.
  I have {x} boxes and every box holds {y} {things}.
  I bought {x} packs of {y} {things} each.
  We pack {x} bags, {y} {things} per bag.
  We need {y} {things} for each of {x} guests.
  {x} boxes hold {y} {things} each.
  {x} students get {y} {things} each.
  {x} people own {y} {things} each.
  {x} bags, {y} {things} per bag.
  Every one of {x} friends has {y} {things}.
  Each pack has {y} {things}, and {name} has {x} packs.
  For {x} days {name} makes {y} {things} a day.
`);

export const GAIN_MORE = lines(`
  {other} hands over {k} more.
  {other} has {k} to add.
  {other} lends {k} more.
  {other} finds {k} more of them.
  {other} sends another {k}.
  {other} drops off {k} extra {things}.
  Then another {k} arrive.
  Then another {k} {things} are bought.
  Then {k} new {things} come in.
  Then I get {k} more.
  Then we find {k} more.
  Then {k} extra are made.
  Later another {k} are put in.
  Later {other} returns {k} that were missing.
  After lunch {k} more turn up.
  After a week there are {k} extra.
  In the afternoon {k} more are delivered.
  On Tuesday {k} more are bought.
  Another {k} are found in a cupboard.
  A friend gives {k} more.
  A neighbor brings {k} {things}.
  Plus {k} from {other}.
  {k} {things} are put on top.
  {k} more are won.
  {k} extra {things} are ordered.
  The number goes up by {k}.
  The number rises by {k}.
  It becomes {k} more.
  {other} throws in {k} more.
  A parcel brings another {k}.
  {k} more are hidden under the bed.
`);

export const LOSE_MORE = lines(`
  {other} borrows {k}.
  {other} loses {k}.
  {other} breaks {k}.
  {other} throws away {k}.
  {other} keeps {k} of those.
  {other} gets {k} as a gift.
  Then {k} fall down and are gone.
  Then {k} are taken out.
  Then {k} are thrown away.
  Then I give {k} to {other}.
  Then I lose {k}.
  Then we use {k}.
  Later {k} are missing.
  Later {k} are returned to the shop.
  Later {other} wants {k} back.
  After lunch {k} are left behind.
  In the afternoon {k} are sold.
  On Tuesday {k} are used up.
  A friend takes {k}.
  A neighbor buys {k}.
  Minus {k} for {other}.
  {k} turn out to be broken.
  {k} have to go.
  {k} {things} are handed out.
  {k} {things} go to a neighbor.
  The number goes down by {k}.
  The number drops by {k}.
  It becomes {k} less.
`);

export const TIMES_MORE = lines(`
  Then everything is multiplied by {k}.
  Then the number is multiplied by {k}.
  After a month it is {k} times that number.
  A machine makes {k} out of each.
  Each one is replaced by {k}.
  For each of them {other} puts {k} there instead.
  The amount grows {k} times.
  The amount goes up {k} times.
  In the end it is {k} times what it was.
  By evening there are {k} times as many.
  By Friday it is {k} times as much.
  {other} turns every one into {k}.
  Magic makes it {k} times as many.
  {k} times that number is needed.
  {k} times as many are wanted.
  {k} such sets are bought in all.
  Then {k} times that amount is there.
  Now there are {k} times as many as before.
  Now multiply that by {k}.
  The pile grows to {k} times its size.
  The week after it is {k} times that number.
  The stock is {k} times as large after that.
  A friend makes {k} of every one.
  In the end the number is multiplied by {k}.
  {k} times as many come out of it.
  For every one there are {k} in the end.
`);

export const SHARE_MORE = lines(`
  {k} kids share everything fairly.
  {k} people divide them evenly.
  {k} bags are filled, all with the same number.
  {k} children get equal shares.
  {k} equal piles are made of them.
  {other} divides them fairly among {k} people.
  {other} makes {k} equal piles.
  {other} gives the same number to each of {k} friends.
  Then they are divided by {k}.
  Then they are divided among {k} people.
  Then they are split evenly into {k} bags.
  Then all go into {k} boxes, equally many in each.
  They are dealt out to {k} players.
  They are handed out evenly to {k} children.
  They are packed into {k} boxes of the same size.
  They are laid in {k} equal rows.
  We share them fairly among {k} of us.
  I divide them among {k} friends.
  I put them evenly into {k} bags.
  All of them are shared out to {k} people.
  Everything is divided into {k} equal piles.
  They are stacked in {k} equal stacks.
  They are given out to {k} people, the same number to all.
  {other} sorts them into {k} equal boxes.
  {k} friends take the same number each until none is left.
  {k} teams get the same number each.
  The whole lot is split {k} ways.
`);

export const ASK_NOW_MORE = lines(`
  How many {things} now?
  How many {things} remain?
  How many {things} do we have now?
  How many {things} in the end?
  How many at the end?
  How many does that leave?
  How many is it now?
  How many {things} in total?
  How many {things} altogether?
  how many are left
  What is the final number?
  What is the result?
  What is the count now?
  What do we end up with?
  Find the final number of {things}.
  Find out how many {things} remain.
  Work out how many {things} that is.
  Tell me how many {things} remain.
  Can you tell me how many it is now?
  Can you work out the number of {things}?
  Please work out the final number.
  I want to know how many {things} that is.
  Number of {things} now?
  The number of {things} is then?
`);

export const ASK_EACH_MORE = lines(`
  How many for each?
  How many {things} per share?
  How many does every one get?
  How many {things} does everyone get?
  How many are in one of them?
  How many {things} are in every one of them?
  How many per head?
  How large is one share?
  how many each
  What does each get?
  What does everyone get?
  What is one share?
  What is the share of each?
  Find the number in each.
  Find out how many {things} each gets.
  Work out how many each gets.
  Calculate the share of each.
  Tell me how many each gets.
  Can you tell me how many each gets?
  Can you work out one share?
  Please work out how many each gets.
  I want to know how many {things} each gets.
  Number of {things} for each?
  Number in each?
`);
