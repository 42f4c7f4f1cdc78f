/** Wordings of the unit-conversion family for training only. */
import { lines } from "./wording-lists.ts";

export const CONVERT_MORE = lines(`
  {n} {from} to {to}
  {n} {from} how many {to}
  {n} {from} is how many {to}?
  {n} {from} are how many {to}?
  {n} {from} make how many {to}?
  {n} {from} correspond to how many {to}?
  {n} {from} equals how many {to}?
  {n} {from}, in {to} please
  {n} {from} converted to {to}
  {to} in {n} {from}
  {to} for {n} {from}?
  how many {to} in {n} {from}
  How many {to} is {n} {from}?
  How many {to} are {n} {from}?
  How many {to} do {n} {from} have?
  How many {to} go into {n} {from}?
  How many {to} does {n} {from} equal?
  How many {to} would {n} {from} be?
  How many {to} do I get from {n} {from}?
  How many {to} fit in {n} {from}?
  How much is {n} {from} in {to}?
  How much are {n} {from} in {to}?
  How do I convert {n} {from} to {to}?
  what's {n} {from} in {to}
  What are {n} {from} in {to}?
  What would {n} {from} be in {to}?
  What is {n} {from} expressed in {to}?
  What is {n} {from} when measured in {to}?
  What do {n} {from} come to in {to}?
  Calculate {n} {from} in {to}.
  Compute {n} {from} in {to}.
  Work out {n} {from} in {to}.
  Find {n} {from} in {to}.
  Find the number of {to} in {n} {from}.
  Tell me how many {to} are in {n} {from}.
  Tell me {n} {from} in {to}.
  Show {n} {from} in {to}.
  Convert to {to}: {n} {from}
  Convert {n} {from} for me, I want {to}.
  convert {n} {from} {to}
  Can you convert {n} {from} to {to}?
  Can you tell me how many {to} {n} {from} are?
  Could you change {n} {from} to {to} for me?
  I need {n} {from} in {to}.
  I want {n} {from} in {to}.
  I want to know how many {to} {n} {from} are.
  My recipe says {n} {from}. How many {to} is that?
  My plan says {n} {from}, but I need {to}.
  The label says {n} {from}. What does it say in {to}?
  The sign says {n} {from}. How many {to}?
  It measures {n} {from}. How many {to} are that?
  For my homework I must write {n} {from} in {to}.
  Homework: {n} {from} in {to}
  Unit conversion: {n} {from} to {to}
  Unit: {to}. Quantity: {n} {from}.
  Given {n} {from}, find {to}.
  Rewrite {n} {from} using {to}.
`);

export const MIXED_MORE = lines(`
  {n} {from} and {m} {to} in {to}
  {n} {from} {m} {to} in {to}
  {n} {from}, {m} {to}: how many {to}?
  {n} {from} and {m} {to} to {to}
  {n} {from} plus {m} {to} in {to}
  {n} {from} and {m} {to} is how many {to}?
  {n} {from} and {m} {to} are how many {to} altogether?
  how many {to} in {n} {from} and {m} {to}
  how many {to} is {n} {from} {m} {to}
  How many {to} are {n} {from} plus {m} {to}?
  How many {to} do {n} {from} and {m} {to} have?
  How many {to} altogether: {n} {from} and {m} {to}
  How many {to} would {n} {from} and {m} {to} be?
  How much is {n} {from} and {m} {to} in {to}?
  How long, how heavy or how much is {n} {from} and {m} {to}, counted in {to}?
  what's {n} {from} and {m} {to} in {to}
  What are {n} {from} and {m} {to} in {to}?
  What would {n} {from} and {m} {to} be in {to}?
  What is {n} {from} {m} {to} expressed in {to}?
  What do {n} {from} and {m} {to} come to in {to}?
  Calculate {n} {from} and {m} {to} in {to}.
  Compute {n} {from} plus {m} {to} in {to}.
  Work out {n} {from} and {m} {to} in {to}.
  Find the number of {to} in {n} {from} and {m} {to}.
  Tell me how many {to} {n} {from} and {m} {to} are.
  Show {n} {from} and {m} {to} in {to}.
  Convert to {to}: {n} {from} and {m} {to}
  Convert {n} {from} {m} {to} to {to}.
  Can you convert {n} {from} and {m} {to} to {to}?
  Could you change {n} {from} and {m} {to} to {to} for me?
  I need {n} {from} and {m} {to} in {to}.
  I want to know how many {to} {n} {from} and {m} {to} are.
  It takes {n} {from} and {m} {to}. How many {to} altogether?
  It measures {n} {from} and {m} {to}. What is it in {to}?
  My plan says {n} {from} and {m} {to}, but I need {to}.
  The label says {n} {from} and {m} {to}. How many {to} are that?
  For my homework I must write {n} {from} and {m} {to} in {to}.
  Homework: {n} {from} {m} {to} in {to}
  Unit conversion: {n} {from} and {m} {to} to {to}
  Given {n} {from} and {m} {to}, find the {to}.
  Add {m} {to} to {n} {from}. How many {to}?
  Rewrite {n} {from} and {m} {to} using {to}.
`);

export const SEVERAL_MORE = lines(`
  {list} {from} to {to}
  {list} {from}, each in {to}
  {list} {from} are how many {to}?
  {list} {from} converted to {to}
  {to} in {list} {from}?
  how many {to} in {list} {from}
  How many {to} is each of {list} {from}?
  How many {to} do {list} {from} have?
  How many {to} go into {list} {from}?
  How many {to} would {list} {from} be?
  How much are {list} {from} in {to}?
  How do I convert {list} {from} to {to}?
  what's {list} {from} in {to}
  What is {list} {from} in {to}?
  What would {list} {from} be in {to}?
  What do {list} {from} come to in {to}?
  Calculate {list} {from} in {to}.
  Compute {list} {from} in {to}.
  Work out {list} {from} in {to}.
  Find {list} {from} in {to}.
  Find the {to} for {list} {from}.
  Tell me how many {to} {list} {from} are.
  Show {list} {from} in {to}.
  Convert to {to}: {list} {from}
  Convert all to {to}: {list} {from}
  Convert these values to {to}: {list} {from}
  convert {list} {from} {to}
  Can you convert {list} {from} to {to}?
  Could you change {list} {from} to {to} for me?
  I want all of {list} {from} converted to {to}.
  I want to know how many {to} {list} {from} are.
  My plan has {list} {from}. How many {to} are they?
  My recipe lists {list} {from}. What are they in {to}?
  The parts measure {list} {from}. What is each in {to}?
  For my homework I must write {list} {from} in {to}.
  Homework: {list} {from} in {to}
  Unit conversion: {list} {from} to {to}
  Several values: {list} {from}. Unit wanted: {to}.
  Given {list} {from}, find the {to} for each.
  Rewrite {list} {from} using {to}.
`);
