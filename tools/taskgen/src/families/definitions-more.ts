/** Wordings of the definitions family for training only. */
import { lines } from "./wording-lists.ts";

export const DEFINE_MORE = lines(`
  {word} meaning
  {word} definition
  {word} : meaning
  {word} : definition?
  define: {word}
  meaning of {word}
  meaning: {word}
  what is meant by {word}
  What's the meaning of {word} ?
  What's the definition of {word} ?
  What does the word {word} mean?
  What does {word} mean in English?
  What does {word} mean exactly?
  What do people mean by {word} ?
  What is the definition of {word} ?
  What is the dictionary definition of {word} ?
  What would a dictionary say about {word} ?
  What should I understand by {word} ?
  How is {word} defined?
  How is the word {word} explained in a dictionary?
  How do you define {word} ?
  How would you explain {word} ?
  How would you explain the word {word} to a child?
  How can {word} be explained?
  How does a dictionary describe {word} ?
  Explain {word} .
  Explain {word} in a few words.
  Explain in simple words: {word}
  Explain what {word} means.
  Explain the meaning of {word} .
  Describe {word} .
  Describe what {word} means.
  Describe the word {word} in short.
  Define the word {word} .
  Define {word} in short.
  Define {word} for me.
  Give me the meaning of {word} .
  Give me a short definition of {word} .
  Give the meaning of the word {word} .
  Give the dictionary meaning of {word} .
  Say what {word} means.
  Say in short what {word} means.
  Show me the definition of {word} .
  Find the meaning of {word} .
  Find {word} in the dictionary.
  Look up the word {word} .
  Look up the meaning of {word} .
  Write the meaning of {word} .
  Write a definition of {word} .
  Can you define {word} ?
  Can you explain the word {word} ?
  Can you tell me what {word} means?
  Could you define {word} for me?
  Could you explain what {word} means?
  Do you know what {word} means?
  Do you know the meaning of {word} ?
  Please tell me the meaning of {word} .
  I need a definition of {word} .
  I need to know what {word} means.
  I want to know what {word} means.
  I have never understood what {word} means.
  I heard {word} and did not understand it. What does it mean?
  I am learning English. What does {word} mean?
  I have to define {word} .
  My son asks what {word} means.
  My teacher wants a definition of {word} .
  My homework is to define {word} .
  My book says {word} . What does that mean?
  For a glossary: {word}
  For my vocabulary list: {word}
  dictionary: {word}
  vocabulary: {word}
  The word is {word} . What does it mean?
`);
