/** Sentences about people who own and earn, for training only: other ways to say what `word-problems-data.ts` says. */
import { lines } from "./wording-lists.ts";

export const HAS_MORE_MORE = lines(`
  {name} has {k} more {things} than {other} does.
  {name} holds {k} more than {other}.
  {name} found {k} more than {other}.
  {name} bought {k} more than {other}.
  {name} made {k} more than {other} did.
  {name} won {k} more than {other}.
  {name} counts {k} more than {other}.
  {name} is {k} ahead of {other}.
  {name} leads {other} by {k}.
  {name} gets what {other} has and {k} on top.
  {name} has all that {other} has, plus {k}.
  {name} has the number of {other} plus {k}.
  {name} gets {k} more, starting from what {other} has.
  With {k} fewer {name} would equal {other}.
  {other} has {k} fewer than {name}.
  {other} would need {k} more to draw level with {name}.
  {other} is {k} behind {name}.
  {k} more than {other}, that is what {name} owns.
  There is a lead of {k} for {name} over {other}.
  Add {k} to the number of {other} and you get that of {name}.
  {name} collected {k} more than {other} did.
  {name} is in front of {other} by {k}.
  {name} has a plus of {k} over {other}.
  {other} would have to add {k} to reach {name}.
  From {other} to {name} it goes up by {k}.
  Those of {name} are {k} more than those of {other}.
  {name} took {k} more home than {other} did.
  {name} ends up {k} above {other}.
`);

export const HAS_FEWER_MORE = lines(`
  {name} has {k} fewer {things} than {other} does.
  {name} holds {k} fewer than {other}.
  {name} found {k} fewer than {other}.
  {name} bought {k} fewer than {other}.
  {name} made {k} fewer than {other} did.
  {name} could win only {k} less than {other} did.
  {name} counts {k} fewer than {other}.
  {name} is {k} behind {other}.
  {name} trails {other} by {k}.
  {name} gets what {other} has without {k}.
  {name} has all that {other} has, minus {k}.
  {name} has the number of {other} minus {k}.
  {name} lost {k}, starting from what {other} has.
  With {k} more {name} would equal {other}.
  {other} has {k} more than {name}.
  {other} leads {name} by {k}.
  {other} is {k} ahead of {name}.
  {k} fewer than {other} is what {name} has.
  Take {k} from the number of {other} and you get that of {name}.
  {name} collected {k} fewer than {other} did.
  {name} lies behind {other} by {k}.
  {name} has a minus of {k} against {other}.
  {name} would have to add {k} to reach {other}.
  From {other} to {name} it goes down by {k}.
  Those of {name} are {k} fewer than those of {other}.
  {name} took {k} fewer home than {other} did.
  {name} ends up {k} below {other}.
`);

export const HAS_TIMES_MORE = lines(`
  {name} has {k} times the score of {other}.
  What {name} has is {k} times what {other} has.
  Each one of {other} stands for {k} of {name}.
  {name} has {k} times what {other} has.
  {name} has {k} times the {things} of {other}.
  {name} gets {k} times what {other} gets.
  {name} gets {k} for each one of {other}.
  {name} reaches {k} times that of {other}.
  For every one that {other} has, {name} has {k}.
  {k} times the number of {other} is what {name} has.
  Multiply the number of {other} by {k} and you get that of {name}.
  The number of {other} times {k} is that of {name}.
  {name} reaches {k} times the count of {other}.
  What {other} has, {name} has {k} times.
  Count those of {other} {k} times and you have those of {name}.
  For one of {other} there are {k} of {name}.
  {name} collected {k} times what {other} collected.
  To get the number of {name}, take that of {other} times {k}.
  {name} has that of {other} {k} times over.
  Those of {name} are {k} times those of {other}.
`);

export const HAS_START_MORE = lines(`
  {name} has a total of {n} {things}.
  {name} has got exactly {n} {things}.
  {name} has won {n} {things} so far.
  {name} counts the {things}: {n}.
  {name} carries a bag of {n} {things}.
  {name} has saved up {n} {things}.
  {name} picked up {n} {things} outside.
  {name} was given {n} {things}.
  {name} received {n} {things} from a friend.
  {name} came home with {n} {things}.
  {name} ended up with {n} {things}.
  The number of {things} of {name} is {n}.
  The {things} of {name} are {n} in number.
  Say {name} has {n} {things}.
  Suppose {name} owns {n} {things}.
  We know that {name} has {n} {things}.
  In the bag of {name} there are {n} {things}.
  {name} has been given {n} {things}.
  {name} took {n} {things} home.
  {name} put {n} {things} on a table.
  {name} begins with {n} {things}.
  The first person, {name}, has {n} {things}.
  Here is {name} with {n} {things}.
`);

export const ASK_PERSON_MORE = lines(`
  How many {things} does {name} have in all?
  How many has {name} got?
  How many does {name} get?
  How many are there for {name}?
  and how many {things} is it for {name}
  And {name}?
  What about {name}?
  What does {name} have?
  What is the count of {name}?
  What is the total of {name}?
  Find out how many {name} has.
  Work out how many {things} {name} has.
  Work out what {name} has.
  Calculate the number of {things} for {name}.
  Calculate what {name} has.
  Tell me how many {things} {name} has.
  Can you tell me how many {name} has?
  Can you work out the number for {name}?
  Please work out how many {things} {name} has.
  I want to know how many {things} {name} has.
  Number for {name}?
`);

export const ASK_TOGETHER_MORE = lines(`
  How many {things} altogether?
  How many {things} do all of them have?
  How many {things} do they own in total?
  How many are there in all?
  How many in total?
  how many together
  how many {things} in all
  What is the sum of all?
  What is the total?
  What is the total count?
  What is their total?
  What do all the {things} add up to?
  Find out how many they have altogether.
  Work out the total.
  Work out how many {things} they have together.
  Calculate the total number of {things}.
  Calculate the sum.
  Add them all up.
  Add up all the {things}.
  Tell me the total number of {things}.
  Can you add up all of them?
  Can you work out the total for me?
  Please work out how many {things} in all.
  I want to know how many they have altogether.
  Total number of {things}?
  Sum of all {things}?
`);

export const EARN_MORE = lines(`
  {name} makes {rate} dollars per hour. There are {days} shifts, and every shift takes {hours} hours.
  {name} found a job as a {job} that pays {rate} dollars per hour. A day has {hours} hours of work, and the job lasts {days} days.
  {name} gets {rate} dollars for every hour and puts in {hours} hours daily. This goes on for {days} days.
  {name} helps a {job} at {rate} dollars per hour. It takes {days} days with {hours} hours of help each.
  {name} gives lessons at {rate} dollars per lesson: {hours} lessons on each of {days} days.
  {name} mows {hours} lawns per day. Every lawn brings {rate} dollars. After {days} days the work is done.
  {name} walks {hours} dogs daily and is paid {rate} dollars per dog. How about {days} days of that?
  {name} rents out a boat. One hour costs {rate} dollars, it is out {hours} hours daily, and that {days} days long.
  {name} sells {hours} cakes every morning at {rate} dollars per cake and does so on {days} mornings.
  {name} washes cars: {rate} dollars per car, {hours} cars every day, {days} days in a row.
  {name} has a working day of {hours} hours, paid with {rate} dollars per hour. There are {days} working days.
  A {job} gets {rate} dollars per hour. A shift takes {hours} hours. There are {days} shifts.
  A {job} charges {rate} dollars per hour and comes {days} times, always for {hours} hours.
  A {job} is hired for {days} days. Each day means {hours} hours at {rate} dollars.
  A {job} has customers for {hours} hours each day. Every hour brings {rate} dollars. The shop is open {days} days.
  Every hour brings {rate} dollars. {name} does {hours} hours per shift and takes {days} shifts.
  {name} worked {days} shifts of {hours} hours and was paid {rate} dollars per hour.
  I make {rate} dollars per hour. I do {hours} hours daily, {days} days every week.
  I am paid {rate} dollars per hour and was there {days} times, {hours} hours each time.
  My holiday job pays {rate} dollars per hour. I did {hours} hours daily, and that {days} times.
  My sister babysits for {rate} dollars per hour. She does it {days} evenings, {hours} hours every evening.
  My pay is {rate} dollars per hour. I did {hours} hours on each of the last {days} days.
  Pay per hour: {rate} dollars. Hours per day: {hours}. Days: {days}.
  Parking costs {rate} dollars per hour. {name} parked {hours} hours on each of {days} days.
  Renting a bike costs {rate} dollars per hour. We ride {hours} hours each day and stay {days} days.
`);

export const SPEND_MORE = lines(`
  {k} dollars are spent on lunch.
  {k} dollars go to the bus.
  {k} dollars are for taxes.
  {k} dollars are given away.
  {k} dollars are saved for later.
  Lunch costs {k} dollars.
  The bus costs {k} dollars.
  The phone bill takes {k} dollars.
  A gift for {other} costs {k} dollars.
  A new pair of shoes costs {k} dollars.
  Then {k} dollars are taken off.
  Then {other} receives {k} dollars as a gift.
  Then {other} borrows {k} dollars.
  After that {k} dollars are used up.
  Subtract {k} dollars for food.
  Minus {k} dollars for the trip.
  Take away {k} dollars for {other}.
  {other} gets {k} dollars back.
  {k} dollars are stolen.
  {k} dollars are put aside.
  {k} dollars go into a piggy bank.
  {k} dollars pay for parking.
  A fine costs {k} dollars.
  A repair costs {k} dollars.
  A haircut is {k} dollars.
  Snacks cost {k} dollars.
  The taxi home is {k} dollars.
  The rent takes {k} dollars.
  {other} asks for {k} dollars and gets them.
  Then {k} dollars are paid back to {other}.
`);

export const ASK_MONEY_MORE = lines(`
  How much is that?
  How many dollars in total?
  How many dollars in the end?
  How much money remains?
  How much money in all?
  how much is that in dollars
  how much money now
  What is the total in dollars?
  What is the final amount?
  What is the sum?
  What does it come to?
  Find the amount.
  Find out how much money that is.
  Work out the amount in dollars.
  Work out how much money there is.
  Calculate the money.
  Calculate the total in dollars.
  Tell me how much money that is.
  Can you work out how much it is?
  Please work out the amount.
  I want to know how many dollars that is.
  Amount in dollars?
  Total?
`);
