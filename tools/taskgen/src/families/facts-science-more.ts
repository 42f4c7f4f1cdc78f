/** Wordings of the facts about HTTP and chemistry for training only. */
import { lines } from "./wording-lists.ts";

export const STATUS_MEANING_MORE = lines(`
  HTTP {subject}
  http {subject} meaning
  HTTP code {subject}
  HTTP error {subject}
  status {subject}
  status code {subject}
  error {subject}
  what is http {subject}
  what does {subject} mean in http
  What is an HTTP {subject}?
  What is a {subject} error?
  What is a {subject} response?
  What is the status {subject} in HTTP?
  What is the name of HTTP status {subject}?
  What's HTTP {subject}?
  What's a {subject} in HTTP?
  What's the meaning of status {subject}?
  What does a {subject} mean?
  What does a {subject} response mean?
  What does a status of {subject} mean?
  What does error {subject} mean?
  What does code {subject} mean in HTTP?
  What does it mean when a server returns {subject}?
  What does my browser mean by {subject}?
  How is HTTP {subject} called?
  Which status is {subject}?
  Which HTTP status is {subject}?
  Which message goes with HTTP {subject}?
  Which text comes with status {subject}?
  Explain HTTP {subject}.
  Explain status {subject}.
  Explain the error {subject}.
  Describe HTTP {subject}.
  Define HTTP status {subject}.
  Decode HTTP {subject}.
  Look up HTTP {subject}.
  Look up status code {subject}.
  Give the meaning of HTTP {subject}.
  Give me the name of HTTP status {subject}.
  Tell me the meaning of HTTP {subject}.
  Tell me what status {subject} means.
  Could you explain HTTP {subject}?
  Could you tell me what a {subject} means?
  Do you know what HTTP {subject} means?
  Please explain status code {subject}.
  I see {subject} in my log. What does it mean?
  I get a {subject} from the API. What is it?
  I keep getting {subject}. What does that mean?
  My browser shows {subject}. What is it?
  My request failed with {subject}. Why?
  My curl says {subject}. Meaning?
  The API returned {subject}. Explain.
  The server sent back {subject}. What does this code mean?
  The log says HTTP {subject}. What is it?
`);

export const STATUS_CODE_MORE = lines(`
  {subject} HTTP code
  {subject} status code
  {subject}: which HTTP code?
  {subject} in HTTP?
  code for {subject}
  http code {subject}
  HTTP code: {subject}
  HTTP number for {subject}
  status code of {subject}
  what code is {subject}
  what is the code for {subject}
  What is the status code of {subject}?
  What is the code of {subject} in HTTP?
  What is {subject} in HTTP?
  What is {subject} as an HTTP code?
  What's the HTTP code for {subject}?
  What's the status for {subject}?
  What number is {subject} in HTTP?
  What HTTP status is {subject}?
  What HTTP code means {subject}?
  What status code should I use for {subject}?
  What do I return for {subject}?
  Which code stands for {subject}?
  Which code means {subject}?
  Which status means {subject}?
  Which number stands for {subject}?
  Which HTTP number is {subject}?
  Which status code is used for {subject}?
  Which status do I set for {subject}?
  Which status do servers use for {subject}?
  Find the HTTP code for {subject}.
  Look up the code for {subject}.
  Give me the status code for {subject}.
  Give the number of HTTP {subject}.
  Say the HTTP code for {subject}.
  Could you give me the HTTP code for {subject}?
  Could you look up the status code for {subject}?
  Do you know the HTTP code for {subject}?
  I need the HTTP code for {subject}.
  I forgot the code for {subject}.
  I want to return {subject}. What number is it?
  I want my server to say {subject}. What is the code?
  In Express I want {subject}. What status is it?
  The response is {subject}. What is its code?
  Web question: the code of {subject}?
`);

export const SYMBOL_MEANING_MORE = lines(`
  {subject} element
  {subject} in chemistry
  {subject} in the periodic table
  {subject}: which element?
  {subject} is which element?
  {subject} stands for which element?
  element {subject}
  element with symbol {subject}
  chemical element {subject}
  chemical symbol {subject}
  symbol {subject}
  what is the element {subject}
  What is {subject} in chemistry?
  What is {subject} on the periodic table?
  What is the element {subject} called?
  What is the name of {subject} in chemistry?
  What's the element {subject}?
  What does {subject} mean in chemistry?
  What does {subject} stand for in chemistry?
  What does {subject} stand for in the periodic table?
  What does the symbol {subject} mean?
  What does {subject} mean in a formula?
  What do the letters {subject} stand for in chemistry?
  Which element is {subject}?
  Which element is written {subject}?
  Which element is abbreviated {subject}?
  Which element has {subject} as its symbol?
  Which substance has the chemical symbol {subject}?
  Explain the chemical symbol {subject}.
  Find the element {subject}.
  Find the element with the symbol {subject}.
  Look up the element {subject}.
  Look up {subject} in the periodic table.
  Give me the element with the symbol {subject}.
  Name the element {subject}.
  Name the chemical element {subject}.
  Say which element {subject} is.
  Tell me what element {subject} is.
  Tell me which element is written {subject}.
  Could you tell me which element {subject} is?
  Do you know which element {subject} is?
  I need the element behind {subject}.
  A formula has {subject} in it. Which element is meant?
  My chemistry book says {subject}. Which element is meant?
  My homework asks which element {subject} is.
  The bottle says {subject}. Which element is in it?
  Quiz question: which element is {subject}?
  Chemistry: {subject} stands for?
  In a formula {subject} means what?
`);

export const SYMBOL_MORE = lines(`
  symbol for {subject}
  symbol of {subject}
  What symbol does {subject} have?
  Which symbol do chemists use for {subject}?
  Which symbol stands for {subject}?
  Which letters stand for {subject} in the periodic table?
  How is {subject} abbreviated in chemistry?
  How is {subject} written in the periodic table?
  How do I write {subject} in a formula?
  What do I write for {subject} in a formula?
  element symbol {subject}
`);

export const ATOMIC_NUMBER_MORE = lines(`
  number of {subject} in the periodic table
  Which number does {subject} have in the periodic table?
  What is the number of {subject} in the periodic table?
  What's the element number of {subject}?
  How many protons does {subject} have?
  How many protons are in an atom of {subject}?
  protons in {subject}
  At which number of the periodic table is {subject}?
`);
