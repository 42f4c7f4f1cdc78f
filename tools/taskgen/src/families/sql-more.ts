/** Wordings of the SQL family for training only. */
import { lines } from "./wording-lists.ts";

export const FRAMES_MORE = lines(`
  {schema} SQL to {task}
  {schema}: {task}
  {schema}. {task}
  {schema}. Please {task} with SQL.
  {schema}. Query to {task}
  {task}. Table: {schema}
  {task} (SQL). Table {schema}
  {task} using SQL, table {schema}
  sql to {task}, table {schema}
  sql query: {task}. {schema}
  SQL for {schema}: {task}
  SQL statement to {task}. Schema: {schema}.
  SQLite query to {task}. Table {schema}.
  SELECT statement to {task}: {schema}
  Query {schema} to {task}.
  Using {schema}, {task} in SQL.
  Using the table {schema}, write a query to {task}.
  Using SQL, {task}. The table: {schema}.
  With the table {schema}, {task} in SQL.
  With SQL, {task}. Schema: {schema}.
  For the table {schema}, write SQL to {task}.
  For {schema}, give me the SQL to {task}.
  For my homework: {schema}. Write SQL to {task}.
  From {schema}, {task}. Give the SQL.
  Given the schema {schema}, what SQL do I need to {task}?
  In SQL, {task}. Table: {schema}.
  In SQLite I have {schema}. Write a query to {task}.
  Here is my table: {schema}. Write SQL to {task}.
  Here is the schema {schema}. I want to {task}.
  The schema is {schema}. Give me a query to {task}.
  The table is {schema}. I want to {task} in SQL.
  My table is {schema}. I have to {task}. What is the SQL?
  My schema: {schema}. SQL to {task}, please.
  My boss wants me to {task}. We have {schema}. Write the SQL.
  Our database contains {schema}. Write a query to {task}.
  We have {schema}. Write SQL to {task}.
  I want to {task}. My table is {schema}. What is the query?
  I need SQL to {task}. Table: {schema}.
  I am learning SQL. Table {schema}. How to {task}?
  I use {schema}. Write the statement to {task}.
  Can you write SQL to {task}? Table: {schema}.
  Can you {task} with a query? The table is {schema}.
  Could you write a query to {task}? I have {schema}.
  Could you give me SQL to {task} for {schema}?
  Please write a SELECT to {task}. Table: {schema}.
  Please {task} in SQL. Table {schema}.
  Give me the SQL to {task}. Table {schema}.
  Give me a query on {schema} to {task}.
  Show me the SQL to {task}. Schema: {schema}.
  Show the query to {task} for the table {schema}.
  Tell me the SQL to {task}, given {schema}.
  Which query do I need to {task}? Table: {schema}.
  Which SELECT would {task}? The schema is {schema}.
  What query would {task}? Table {schema}.
  What is the SQL to {task} if the table is {schema}?
  What SELECT do I write to {task}? {schema}
  How can I {task} in SQL? I have {schema}.
  Translate to SQL: {task}. Table: {schema}.
  Turn this into SQL: {task}. Schema: {schema}.
  Express as SQL: {task}. Schema {schema}.
  Task: {task}. Table: {schema}. Answer with SQL.
  Database: {schema}. Goal: {task}.
  Write one SELECT to {task}. Schema: {schema}.
  Write the query: {task}. The schema is {schema}.
`);

export const SELECT_MORE = lines(`
  list {columns} of {table}{where}
  return {columns} from {table}{where}
  fetch {columns} from {table}{where}
  give {columns} of {table}{where}
  print {columns} of the {table}{where}
  read {columns} from {table}{where}
  display {columns} of all {table}{where}
  look up {columns} of {table}{where}
  query {columns} of {table}{where}
  retrieve {columns} from the {table}{where}
  pull {columns} from {table}{where}
  output {columns} of {table}{where}
  see {columns} of the {table}{where}
  report {columns} for {table}{where}
  extract {columns} of {table}{where}
  load {columns} from {table}{where}
  get {columns} for all {table}{where}
  show {columns} in {table}{where}
  select {columns} of all {table}{where}
`);

export const COUNT_MORE = lines(`
  count {table}{where}
  find out how many {table} there are{where}
  get how many {table} there are{where}
  tell how many {table} exist{where}
  return how many {table} there are{where}
  show how many {table} we have{where}
  determine how many of the {table} there are{where}
  compute the number of all {table}{where}
  count all rows in {table}{where}
  get the number of rows in {table}{where}
  give the number of the {table}{where}
  report how many {table} exist{where}
  calculate how many {table} there are{where}
  see how many {table} there are{where}
  know how many {table} exist{where}
`);

export const AGGREGATE_MORE = lines(`
  calculate {what} of {table}{where}
  return {what} in {table}{where}
  give {what} of all {table}{where}
  show {what} in the {table}{where}
  determine {what} of {table}{where}
  work out {what} of the {table}{where}
  get {what} over all {table}{where}
  select {what} from {table}{where}
  see {what} of {table}{where}
  report {what} across {table}{where}
  print {what} of the {table}{where}
  query {what} of {table}{where}
  look up {what} in {table}{where}
  know {what} of the {table}{where}
`);

export const ORDER_LIMIT_MORE = lines(`
  get {columns} of the {limit} {table} with the {end} {by}{where}
  show {columns} for the {limit} {table}{where} that have the {end} {by}
  list the {limit} {table} with the {end} {by}{where}, showing {columns}
  get {columns} of {table}{where}, sort by {by} {direction}, first {limit} rows
  return {columns} from {table}{where} ordered by {by} {direction}, limited to {limit}
  select {columns} from {table}{where} order by {by} {direction} limit {limit}
  fetch the first {limit} rows of {columns} from {table}{where}, {by} {direction}
  show {columns} of the top {limit} {table}{where} when sorted by {by} {direction}
  print {columns} of {table}{where}, {limit} rows, {end} {by} first
  give {columns} of the {limit} {table}{where} whose {by} is the {end}
  sort {table}{where} by {by} {direction} and show {columns} of the first {limit}
  order {table}{where} by {by} {direction} and take {limit} rows with {columns}
  take {columns} of {limit} {table}{where}, the {end} {by} first
`);

export const GROUP_BY_MORE = lines(`
  calculate {what} of {table} for every {by}{where}
  show {what} of {table} in each {by}{where}
  list {what} of {table} per {by}{where}
  return each {by} with {what} of {table}{where}
  give {what} of {table} broken down by {by}{where}
  group {table} by {by} and get {what}{where}
  group the {table}{where} by {by} and show {what}
  for each {by} get {what} of {table}{where}
  per {by}, get {what} of {table}{where}
  show every {by} and {what} of its {table}{where}
  report {what} of {table} for each {by}{where}
  summarise {table} by {by} with {what}{where}
`);

export const JOIN_MORE = lines(`
  list {left} and {right} by joining {child} with {parent}{where}
  join {child} to {parent} and show {left} and {right}{where}
  select {left} and {right} from {child} joined with {parent}{where}
  return {left} together with {right} from {child} and {parent}{where}
  show {left} and the {right} that belongs to it{where}
  connect {child} with {parent} and get {left} and {right}{where}
  fetch {left} and {right} from both tables{where}
  match {child} with {parent} and print {left} and {right}{where}
  look up {left} and {right} over {child} and {parent}{where}
  get {left} with its {right}{where}
  link {child} and {parent}, then show {left} and {right}{where}
`);

/** What may stand before a condition instead of "where". */
export const WHERE_MORE = lines(`
  for which
  such that
  but only where
  provided that
  under the condition that
  if
  where
`);

/** Conditions on a text column: `{column}` and its value in quotes. */
export const EQUALS_MORE = lines(`
  {column} = {value}
  {column} equals {value}
  {column} is equal to {value}
  the {column} is {value}
`);

export const ALL_COLUMNS_MORE = ["everything", "every column", "all fields", "all the columns", "all data"];

export const GREATER_MORE = ["exceeds", "is higher than", "is bigger than", "is larger than", ">"];
export const LESS_MORE = ["is lower than", "stays below", "<"];
export const AT_LEAST_MORE = [">=", "is no less than", "is greater than or equal to", "is not below"];
export const AT_MOST_MORE = ["<=", "is no more than", "is less than or equal to", "does not exceed", "is not above"];

export const SUM_MORE = ["the total", "the summed up", "the added up"];
export const AVERAGE_MORE = ["the mean", "average"];
export const MAXIMUM_MORE = ["the largest", "the biggest", "the top", "max", "the greatest"];
export const MINIMUM_MORE = ["the smallest", "the least", "the bottom", "min"];
