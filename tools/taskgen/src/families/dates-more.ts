/** Wordings of the calendar and clock questions for training only. */
import { lines } from "./wording-lists.ts";

export const AFTER_MORE = lines(`
  {day} plus {n} days
  {day} + {n} days
  {n} days after {day}
  {n} days from {day}
  {n} days from {day} is what day?
  what day is it {n} days after {day}
  what weekday is it {n} days from {day}
  which day comes {n} days after {day}
  day of the week {n} days after {day}?
  weekday {n} days past {day}
  What day comes {n} days after {day}?
  What day do I reach {n} days after {day}?
  What day of the week is {n} days past {day}?
  What day will it be {n} days after {day}?
  What day will it be in {n} days if today is {day}?
  What day falls {n} days after a {day}?
  What weekday do I get when I add {n} days to {day}?
  What's {n} days after {day}?
  What's the day {n} days from now? It is {day} today.
  Which day is {n} days from {day}?
  Which day of the week is it in {n} days, counting from {day}?
  On which weekday do {n} days from {day} end?
  On what day am I home if I leave on {day} and stay {n} days?
  If it is {day} now, what will it be in {n} days?
  If I start on {day}, which day is it {n} days later?
  If a trip begins on {day} and takes {n} days, on which day is it over?
  Today it's {day}. In {n} days it will be what day?
  Today is {day}, my exam is in {n} days. Which weekday is that?
  Today is {day} and in {n} days we move. What day of the week is it?
  It's {day}. What day will it be {n} days from today?
  It's {day} today and the parcel takes {n} days. When does it arrive?
  It is {day} and my holiday starts in {n} days. On which weekday?
  My birthday is in {n} days and today is {day}. Which day of the week is it?
  My ticket is valid for {n} days from {day}. What is the last weekday?
  My shift repeats after {n} days. I worked on {day}. Which day is next?
  The milk lasts {n} days from {day}. What day is that?
  We meet again {n} days after {day}. Which weekday?
  The show is {n} days after {day}. What day is the show?
  A bill from {day} is due {n} days later. On what weekday?
  Starting from {day}, add {n} days.
  Starting {day}, what day is it {n} days on?
  From {day}, move {n} days forward. Where do you land?
  From {day} jump {n} days ahead. Which day?
  Add {n} days to {day}. What weekday is it?
  Go {n} days forward from {day}.
  Move {n} days on from {day}. Which day is that?
  Find the day {n} days after {day}.
  Find the weekday: {day} plus {n} days.
  Work out the weekday {n} days after {day}.
  Calculate the day of the week {n} days from {day}.
  Can you tell me what day is {n} days after {day}?
  Could you count {n} days forward from {day} for me?
  Please work out which day comes {n} days after {day}.
  I want to know the weekday {n} days after {day}.
  Weekday question: {day} and {n} days later?
  For my calendar: {n} days after {day}
`);

export const BEFORE_MORE = lines(`
  {day} minus {n} days
  {day} - {n} days
  {n} days before {day}
  {n} days before {day} is what day?
  what day was it {n} days before {day}
  what weekday was it {n} days ago if today is {day}
  which day was {n} days before {day}
  day of the week {n} days before {day}?
  weekday {n} days earlier than {day}
  What day comes {n} days before {day}?
  What day of the week is {n} days before a {day}?
  What day was it {n} days ago if it is {day} now?
  What weekday do I get when I go back {n} days from {day}?
  What was the weekday {n} days before {day}?
  What's {n} days before {day}?
  What was the day {n} days ago? It is {day} today.
  Which day of the week was it {n} days ago, seen from {day}?
  On which weekday do I land {n} days before {day}?
  If it is {day} now, what was it {n} days ago?
  If I stop on {day}, which day was {n} days earlier?
  If I came back on {day} after {n} days, when did I leave?
  Today it's {day}. {n} days ago it was what day?
  Today is {day}, my exam was {n} days ago. Which weekday was that?
  Today is {day} and we moved {n} days ago. What day of the week was it?
  It's {day}. What day was it {n} days before today?
  It's {day} today and the parcel was posted {n} days ago. When was that?
  It is {day} and my holiday began {n} days ago. On which weekday?
  My birthday was {n} days ago and today is {day}. Which day of the week was it?
  My last visit was {n} days before {day}. Which weekday was it?
  My ticket was bought {n} days before {day}. On which weekday?
  We met {n} days before {day}. Which weekday?
  The show was {n} days before {day}. What day was the show?
  A bill due on {day} was written {n} days earlier. On what weekday?
  Starting from {day}, count back {n} days.
  Starting {day}, what day was it {n} days earlier?
  From {day}, move {n} days back. Where do you land?
  From {day} jump back {n} days. Which day?
  Subtract {n} days from {day}. What weekday is it?
  Go back {n} days from {day}.
  Move back {n} days from {day}. Which day is that?
  Find the day {n} days before {day}.
  Find the weekday: {day} minus {n} days.
  Work out the weekday {n} days before {day}.
  Calculate the day of the week {n} days before {day}.
  Can you tell me what day is {n} days before {day}?
  Could you count {n} days back from {day} for me?
  Please work out which day was {n} days before {day}.
  I want to know the weekday {n} days before {day}.
  Weekday question: {day} and {n} days earlier?
  For my diary: {n} days before {day}
`);

export const TO_WORDS_MORE = lines(`
  {iso} in words
  {iso}, but with the name of the month
  {iso} written out
  {iso} as day, month and year
  date {iso} in words
  which date is {iso}
  What date is {iso}?
  What date does {iso} stand for?
  What does {iso} mean as a date?
  What does {iso} look like written out?
  What's {iso} in words?
  What is {iso} written out?
  What is the date {iso} with the month spelled out?
  How do I write {iso} in words?
  How do you say {iso} as a date?
  How do you read the date {iso}?
  How would you write {iso} with a month name?
  Write out the date {iso}.
  Write {iso} as a date with the month name.
  Write {iso} with the month spelled out.
  Write {iso} the long way.
  Spell out {iso}.
  Spell out the date {iso}.
  Read the date {iso}.
  Say the date {iso} in words.
  Show {iso} as day, month name, year.
  Show the date {iso} with words for the month.
  Change {iso} to words.
  Change {iso} into a written date.
  Convert {iso} to day, month and year.
  Convert {iso} into words.
  Format {iso} so that the month is a word.
  Format {iso} as a long date.
  Expand the date {iso}.
  Translate the ISO date {iso} into words.
  Decode {iso} as a date.
  Make {iso} readable for people.
  Make a written date of {iso}.
  Give me {iso} in words.
  Give {iso} as a long date.
  Tell me which date {iso} is.
  Can you write {iso} in words?
  Can you spell out the date {iso}?
  Could you turn {iso} into words?
  I need {iso} in words.
  I want {iso} with the name of the month.
  My file is dated {iso}. Which date is that in words?
  The log says {iso}. What date is it?
  ISO date {iso}, long form?
  long form of {iso}
  ISO {iso} in plain English
  date in words: {iso}
`);

export const TO_ISO_MORE = lines(`
  {words} in ISO
  {words} in ISO format
  {words} to ISO
  {words}, ISO date?
  {words} as YYYY-MM-DD
  {words} in the form YYYY-MM-DD
  {words} in digits, year first
  ISO date for {words}
  ISO date of {words}?
  ISO: {words}
  ISO 8601 for {words}
  date to ISO: {words}
  what is {words} in ISO
  What is the ISO date for {words} ?
  What is {words} as YYYY-MM-DD?
  What's {words} in ISO format?
  What does {words} look like in ISO format?
  How do I write {words} in ISO format?
  How is {words} written as YYYY-MM-DD?
  How would a computer write {words} ?
  Write {words} as YYYY-MM-DD.
  Write {words} in digits, year first.
  Write {words} with digits only, year first.
  Write {words} as an ISO 8601 date.
  Convert {words} to YYYY-MM-DD.
  Convert {words} to ISO.
  Convert {words} to digits, year first.
  Convert the date {words} into ISO 8601.
  Change {words} to YYYY-MM-DD.
  Change {words} to ISO format.
  Format {words} as YYYY-MM-DD.
  Format {words} as an ISO date.
  Format the date {words} for a database.
  Translate {words} to an ISO date.
  Make an ISO date of {words} .
  Shorten {words} to YYYY-MM-DD.
  Normalise {words} to ISO.
  Give me {words} in ISO format.
  Give me {words} as YYYY-MM-DD.
  Show {words} in ISO format.
  Tell me {words} in ISO format.
  Can you write {words} in ISO format?
  Can you convert {words} to YYYY-MM-DD?
  Could you give me the ISO date of {words} ?
  I need {words} in ISO format.
  I need {words} as YYYY-MM-DD.
  I was born on {words} . What is that in ISO format?
  My passport says {words} . What is it as YYYY-MM-DD?
  My database wants ISO dates. Convert {words} .
  The meeting is on {words} . Give the date in ISO format.
  year first, digits only: {words}
`);

export const CLOCK_MORE = lines(`
  {time} plus {n} minutes
  {time} + {n} minutes
  {time} + {n} min
  {n} minutes after {time}
  {n} minutes after {time} is what time?
  {n} minutes from {time}
  what time is {n} minutes after {time}
  what time will it be {n} minutes after {time}
  time {n} minutes past {time} ?
  What is {time} plus {n} minutes?
  What is the time {n} minutes after {time} ?
  What time do I get if I add {n} minutes to {time} ?
  What time is it when {n} minutes have passed since {time} ?
  What time will it be in {n} minutes if it is {time} now?
  What will the clock show {n} minutes after {time} ?
  What's {n} minutes from {time} ?
  When are {n} minutes from {time} over?
  When do I arrive if I leave at {time} and walk {n} minutes?
  When does a call of {n} minutes end that starts at {time} ?
  When does a meeting end that starts at {time} and takes {n} minutes?
  If it is {time} and I need {n} minutes, when am I done?
  If I leave at {time} and the trip takes {n} minutes, when do I get there?
  If the film starts at {time} and runs {n} minutes, when does it end?
  I leave home at {time} and walk for {n} minutes. When do I arrive?
  I start my homework at {time} and need {n} minutes. When am I done?
  I put the cake in at {time} for {n} minutes. When do I take it out?
  I have a meeting at {time} for {n} minutes. When is it over?
  I set a timer for {n} minutes at {time} . When does it ring?
  I parked at {time} for {n} minutes. Until when?
  My train leaves at {time} and takes {n} minutes. When am I there?
  My bus comes {n} minutes after {time} . At what time is that?
  My lesson is {n} minutes long and begins at {time} . When does it finish?
  My flight is {n} minutes late. It was due at {time} . When does it land?
  My break starts at {time} and is {n} minutes long. When is it over?
  The match kicks off at {time} and half time is {n} minutes later. What time is that?
  The washing machine runs {n} minutes and starts at {time} . When is it finished?
  The shop closes {n} minutes after {time} . When does it close?
  The train was due at {time} but is {n} minutes late. When does it come?
  The next bus goes {n} minutes after {time} . When?
  A test begins at {time} and takes {n} minutes. When must I hand it in?
  A walk starts at {time} and takes {n} minutes. When does it end?
  Go {n} minutes forward from {time} .
  Move the clock {n} minutes ahead from {time} .
  Starting at {time} , add {n} minutes.
  It's {time} . What time will it be {n} minutes later?
  It is {time} now. What time is it after {n} more minutes?
  {time} now, and in {n} minutes?
  Find the time {n} minutes after {time} .
  Work out {time} plus {n} minutes.
  Calculate {time} plus {n} minutes.
  Tell me the time {n} minutes after {time} .
  Can you add {n} minutes to {time} ?
  Could you work out what time it is {n} minutes after {time} ?
  I want to know the time {n} minutes after {time} .
`);
