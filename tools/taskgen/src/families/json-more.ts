/** Wordings of the JSON family for training only. */
import { lines } from "./wording-lists.ts";

export const SENTENCES_MORE = lines(`
  {name} is {age}, works as a {job} and lives in {city}.
  {name} ({age}) is a {job} in {city}.
  {name}, {age}, {job}, {city}.
  {name}, {age} years old, works in {city} as a {job}.
  {name}, aged {age}, is a {job} who lives in {city}.
  {name} from {city} is {age} and works as a {job}.
  {name} lives and works in {city}, is {age} and earns money as a {job}.
  {name} was born {age} years ago and is a {job} in {city}.
  {name} is a {age} year old {job} from {city}.
  {name} is a {job} of {age} years and lives in {city}.
  {name} is employed as a {job} in {city} at the age of {age}.
  {name} is our {job} in {city}, age {age}.
  Name: {name}, age: {age}, job: {job}, city: {city}.
  Name {name}, job {job}, city {city}, age {age}.
  City: {city}. Person: {name}, {age}, {job}.
  Meet {name}, a {job} in {city} who is {age}.
  This is {name}, {age}, a {job} from {city}.
  There is {name} in {city}, a {job} of {age}.
  In {city} there is a {job} called {name}, {age} years old.
  In {city}, {name} works as a {job} at {age}.
  From {city} comes {name}, a {job} aged {age}.
  Our {job} in {city} is {name}, who is {age}.
  The {job} is called {name}, is {age} and comes from {city}.
  The {job} in {city} is {name}, {age} years old.
  The {age} year old {name} is a {job} in {city}.
  A {age} year old {job} called {name} lives in {city}.
  At {age}, {name} works in {city} as a {job}.
  People in {city} know {name}, a {job} of {age}.
  I know {name} from {city}, a {job} who is {age}.
  I work with {name}, {age}, who is a {job} in {city}.
  My neighbor {name} is {age}, a {job}, and lives in {city}.
  My cousin in {city} is called {name}, is a {job} and {age} years old.
  Last week {name}, a {job} of {age}, came from {city}.
  You will find {name} in {city}: {job}, {age}.
  Contact: {name}, {job}, {city}, {age}.
  Employee {name}, {age}, {job} in {city}.
`);

export const ONE_MORE = lines(`
  {text} -> JSON with {keys}
  {text} As JSON: {keys}
  {text} Give {keys} as JSON.
  {text} JSON, keys {keys}.
  {text} Make JSON of it with {keys}.
  {text} Now {keys} as a JSON object.
  {text} Output {keys} as JSON.
  {text} Please turn this into JSON with {keys}.
  {text} What are {keys}? Answer as JSON.
  {text} Can you give me {keys} as JSON?
  {text} Could you extract {keys} to JSON?
  {text} I want {keys} as a JSON object.
  json with {keys}: {text}
  JSON please, {keys}: {text}
  JSON object with {keys} from this text: {text}
  JSON only. Keys: {keys}. Text: {text}
  to json ({keys}): {text}
  extract {keys}: {text}
  extract {keys} from: {text}
  get {keys} as json: {text}
  {keys} as JSON: {text}
  {keys} of this person in JSON: {text}
  Build a JSON object from this with {keys}: {text}
  Build JSON ({keys}) from: {text}
  Create a JSON object with {keys}: {text}
  Create JSON from the sentence, with {keys}: {text}
  Convert to JSON with {keys}: {text}
  Convert this sentence to JSON, keeping {keys}: {text}
  Describe this person as JSON with {keys}: {text}
  Fill a JSON object with {keys}: {text}
  Find {keys} in the text and write JSON: {text}
  Find {keys} and return them as JSON. {text}
  From this text I want {keys} as JSON: {text}
  Here is a sentence: {text} Give {keys} as JSON.
  Here is some text. {text} Extract {keys} to JSON.
  I have this text: {text} Write JSON with {keys}.
  I would like {keys} as JSON from this: {text}
  My form needs {keys} as JSON. The text: {text}
  My API wants JSON with {keys}. Input: {text}
  Input: {text} Output: JSON with {keys}.
  Structure this as JSON with {keys}: {text}
  Save this as a JSON object with {keys}: {text}
  Store {keys} as JSON: {text}
  Show me {keys} as JSON: {text}
  Summarise the sentence as JSON, only {keys}: {text}
  Take {keys} out of this and print JSON: {text}
  Text: {text} Wanted: {keys} as JSON.
  Transform into a JSON object ({keys}): {text}
  Translate this sentence into JSON with {keys}: {text}
  Turn the sentence into a JSON record with {keys}: {text}
  What are {keys} here? Reply with JSON: {text}
  Write JSON for this person with {keys}: {text}
  Write a JSON record with {keys} for: {text}
  Can you make JSON with {keys} out of this? {text}
  Could you read this and give me {keys} as JSON? {text}
  Please extract {keys} and answer only with JSON: {text}
  Please give JSON ({keys}): {text}
  Pull {keys} out of the sentence as JSON: {text}
`);

export const MANY_MORE = lines(`
  {text} -> JSON array with {keys}
  {text} As a JSON array: {keys}
  {text} Give {keys} of each as a JSON array.
  {text} JSON array, keys {keys}.
  {text} Make a JSON list of the people with {keys}.
  {text} Now {keys} of everyone as JSON.
  {text} Output {keys} per person as a JSON array.
  {text} Please turn this into a JSON array with {keys}.
  {text} What are {keys} of each? Answer as a JSON array.
  {text} Can you give me {keys} of all of them as JSON?
  {text} Could you extract {keys} to a JSON array?
  {text} I want {keys} for every person as JSON.
  json array with {keys}: {text}
  JSON array please, {keys}: {text}
  JSON list with {keys} from this text: {text}
  JSON only, an array. Keys: {keys}. Text: {text}
  to json array ({keys}): {text}
  extract {keys} of everyone: {text}
  extract {keys} per person from: {text}
  get {keys} of all as a json array: {text}
  {keys} of everyone as JSON: {text}
  {keys} for each of these people in JSON: {text}
  Build a JSON array from this with {keys}: {text}
  Build JSON records ({keys}) from: {text}
  Create a JSON array with {keys}: {text}
  Create JSON from the sentences, one object each, with {keys}: {text}
  Convert to a JSON array with {keys}: {text}
  Convert these sentences to JSON, keeping {keys}: {text}
  Describe these people as JSON with {keys}: {text}
  Find {keys} of all people in the text and write JSON: {text}
  Find {keys} of each one and return a JSON array. {text}
  For every person I want {keys} as JSON: {text}
  Here are some sentences: {text} Give {keys} as a JSON array.
  Here is some text. {text} Extract {keys} of each person to JSON.
  I have these sentences: {text} Write a JSON array with {keys}.
  I would like {keys} of all of them as JSON: {text}
  My form needs {keys} of each person as JSON. The text: {text}
  My API wants a JSON array with {keys}. Input: {text}
  Input: {text} Output: a JSON array with {keys}.
  List the people as JSON with {keys}: {text}
  List {keys} of everyone in JSON: {text}
  Structure this as a JSON array with {keys}: {text}
  Save these people as JSON records with {keys}: {text}
  Store {keys} of each person as JSON: {text}
  Show me {keys} of everyone as JSON: {text}
  Summarise the sentences as a JSON array, only {keys}: {text}
  Take {keys} of each person out of this and print JSON: {text}
  Text: {text} Wanted: {keys} of everyone, as a JSON array.
  Transform into a JSON array ({keys}): {text}
  Translate these sentences into JSON objects with {keys}: {text}
  Turn the sentences into JSON records with {keys}: {text}
  What are {keys} of each person here? Reply with JSON: {text}
  Write JSON for all these people with {keys}: {text}
  Write one JSON object per person with {keys}, in an array: {text}
  Can you make a JSON array with {keys} out of this? {text}
  Could you read this and give me {keys} of everyone as JSON? {text}
  Please extract {keys} of each person and answer only with JSON: {text}
  Pull {keys} out of every sentence as JSON: {text}
`);
