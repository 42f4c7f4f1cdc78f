/** Wordings of the ordering family for training only. */
import { lines } from "./wording-lists.ts";

export const QUESTIONS_MORE = lines(`
  {facts} Who's the {end} ?
  {facts} who is {end}
  {facts} Which of them is the {end} ?
  {facts} Which person is the {end} ?
  {facts} Which of these people is the {end} ?
  {facts} What is the name of the {end} ?
  {facts} What is the name of the {end} person?
  {facts} Then who is the {end} one?
  {facts} Therefore the {end} is who?
  {facts} The {end} is?
  {facts} The {end} of all?
  {facts} Find the {end} .
  {facts} Find out who is {end} .
  {facts} Give me the name of the {end} .
  {facts} Give me the {end} one.
  {facts} Say who is the {end} .
  {facts} Pick the {end} person.
  {facts} Determine the {end} .
  {facts} Decide who is the {end} .
  {facts} Work out the {end} person.
  {facts} Put them in order and name the {end} .
  {facts} Sort the people and tell me the {end} .
  {facts} Order them. Who comes out as the {end} ?
  {facts} Rank them. Who is the {end} ?
  {facts} If all this is true, who is the {end} ?
  {facts} Can you say who is the {end} ?
  {facts} Can you find the {end} ?
  {facts} Could you tell me who is the {end} ?
  {facts} Do you know who is the {end} ?
  {facts} I want to know who is the {end} .
  {facts} Quiz question: who is the {end} ?
  {facts} {end} ?
  {facts} {end} person?
  Who's the {end} ? {facts}
  who is {end} ? {facts}
  Which person is the {end} ? {facts}
  Which of them is the {end} ? {facts}
  Find the {end} . {facts}
  Find the {end} person: {facts}
  Name the {end} person: {facts}
  Name the {end} . {facts}
  Give me the {end} : {facts}
  Tell me who is the {end} : {facts}
  Tell me who is {end} if this is true: {facts}
  Can you tell who is the {end} ? {facts}
  Could you find the {end} for me? {facts}
  I am looking for the {end} person. {facts}
  I need the {end} . {facts}
  Some friends compare themselves. {facts} Who is the {end} ?
  In my class this is so: {facts} Who is the {end} ?
  We know this: {facts} Who is the {end} ?
  Given: {facts} Wanted: the {end} .
  Facts: {facts} Question: who is the {end} ?
  Suppose the following. {facts} Who would be the {end} ?
  Assume this: {facts} Who is then the {end} ?
  Logic puzzle: {facts} Who is the {end} ?
  For my homework: {facts} Who is the {end} ?
  Let's compare people. {facts} Who is the {end} ?
  Read carefully. {facts} Who is the {end} ?
  From these sentences, find the {end} . {facts}
`);

/** Comparisons said in other ways. Slots: the two people and the two comparatives of the scale. */
export const STATEMENTS_MORE = lines(`
  Compared with {below}, {above} is {more}.
  Compared with {above}, {below} is {less}.
  Of {above} and {below}, {above} is {more}.
  Of {above} and {below}, {below} is {less}.
  Of the two, {above} and {below}, {above} is the {more} one.
  {above} is clearly {more} than {below}.
  {below} is a bit {less} than {above}.
`);
