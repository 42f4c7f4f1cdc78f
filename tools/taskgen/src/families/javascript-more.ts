/** Frames of the JavaScript family for training only. `{task}` is "returns …", `{do}` the same task as "return …". */
import { lines } from "./wording-lists.ts";

export const FRAMES_MORE = lines(`
  js function {name} that {task}
  js: {name} {task}
  js {name}: {do}
  javascript function {name} to {do}
  JavaScript: function {name} to {do}
  JavaScript function {name}. It should {do}.
  JavaScript, please: {name} {task}
  function {name} that {task} in js
  function {name} to {do}, in JavaScript
  function {name}: {do} (JavaScript)
  {name} in JavaScript: {do}
  {name} should {do}. Write it in JavaScript.
  {name} is a JavaScript function that {task}. Write it.
  {name} {task}. JavaScript code?
  write js code for {name} that {task}
  Write a JS function {name} to {do}.
  Write a JavaScript function called {name} to {do}.
  Write the function {name} in JS. It must {do}.
  Write {name} in JavaScript so that it {task}.
  Write code in JavaScript: {name} {task}.
  Write some JavaScript to {do}. Call the function {name}.
  Implement a JavaScript function {name} to {do}.
  Implement the function {name} that {task} (JavaScript).
  Implement {name} in JS. It should {do}.
  Code {name} in JavaScript. It {task}.
  Code a function {name} to {do} in JS.
  Build a JS function {name} that {task}.
  Make {name} in JavaScript, which {task}.
  Make me a JS function {name} to {do}.
  Define a JS function {name} which {task}.
  Define {name} in JavaScript. It should {do}.
  Give me JavaScript code for {name}, which {task}.
  Give me a JS function {name} to {do}.
  Give me the code of a function {name} that {task}. JavaScript.
  Show the JavaScript code of {name}, a function that {task}.
  Show me how to {do} in JavaScript. Function name: {name}.
  Show me {name} in JavaScript: it should {do}.
  Provide {name} in JS so that it {task}.
  I need JS code: {name} {task}.
  I need a function {name} to {do} in JavaScript.
  I need {name} to {do}. JavaScript please.
  I want JavaScript: {name}, which {task}.
  I want to {do} in JavaScript. The function is called {name}.
  I am looking for a JS function {name} that {task}.
  I have to write {name} in JavaScript. It {task}.
  My homework is a JS function {name} which {task}.
  My teacher wants a JavaScript function {name} to {do}.
  My app needs a JavaScript function {name} that {task}.
  For my website I need a function {name} that {task}. JavaScript.
  For my homework, write {name} in JavaScript to {do}.
  In JS, how can {name} {do}? Write the function.
  In JavaScript, give me {name}, which {task}.
  In JavaScript I want {name} to {do}.
  Can you write a JavaScript function {name} that {task}?
  Can you write {name} in JS to {do}?
  Can you code a function {name} that {task} in JavaScript?
  Could you give me a JavaScript function {name} that {task}?
  Could you implement {name} in JavaScript? It should {do}.
  Please write a JavaScript function {name} to {do}.
  Please code {name} in JavaScript: it {task}.
  What is the JavaScript code for a function {name} that {task}?
  What does a JavaScript function {name} look like that {task}?
  How can I {do} in JavaScript with a function {name}?
  How would you write {name} in JS so that it {task}?
  Task: {do}. Language: JavaScript. Function: {name}.
  Coding question: write {name} in JavaScript to {do}.
  Interview question in JS: {name}, which {task}.
`);
