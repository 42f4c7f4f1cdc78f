/** Follow-ups for training only that no other family has. */
import { MANY_MORE } from "./json-more.ts";
import { lines } from "./wording-lists.ts";

/** The one held-out first question asks for a JSON array with these keys, so no other may. */
export const FIRST_RECORDS_MORE = MANY_MORE.filter((wording) => !/JSON (array|list)/i.test(wording)).map((wording) =>
  wording.replace("{keys}", "name, age, city"),
);

export const THEN_MAX_MORE = lines(`
  max
  max please
  the max
  largest?
  Largest one?
  the largest
  The largest, please.
  biggest?
  And the largest?
  And the biggest?
  And the maximum?
  Now the largest.
  Now the maximum, please.
  Only the maximum.
  Only the biggest one.
  Only the highest.
  Just the max.
  Just the largest one.
  What is the largest?
  What is the biggest one?
  What is the highest number?
  What's the max?
  What's the largest of these?
  Which is the maximum?
  Which one is the largest?
  Which number is the largest?
  Which number of all is the top one?
  Give the maximum.
  Give me the largest.
  Give me only the max.
  Show me the maximum.
  Show only the largest.
  Name the largest.
  Say the maximum.
  Find the maximum.
  Find the largest number.
  Pick the largest.
  Pick the highest one.
  Can you tell me the maximum?
  Could you name the largest?
  Please give me the maximum.
  I need the largest one.
  I need the maximum of these.
  So what is the maximum?
  OK, and the largest of them?
  How large is the largest?
`);

export const THEN_NAMES_MORE = lines(`
  names
  names only
  Names as JSON
  only names, json
  names as a json array
  Just names.
  Just the names, please.
  Only the names.
  Only names, as JSON.
  Now the names.
  Now names only.
  Now just the names as JSON.
  And the names?
  And only the names?
  And just the names as an array?
  Give me the names.
  Give me only the names as JSON.
  Give me the names as an array.
  Show only the names.
  Show me the names as a JSON array.
  Return only the names.
  Return the names as JSON.
  List the names.
  List the names as a JSON array.
  Write the names as an array.
  Print only the names as JSON.
  Extract the names.
  Extract just the names as a JSON array.
  Filter out all but the names.
  Drop everything but the names.
  Remove age and city, names as a JSON array.
  Keep the names only.
  Keep the names, drop the rest.
  Can you list only the names?
  Can you make a list of just the names?
  Could you return an array of names?
  Please list the names only.
  Please, only the names.
  I need only the names.
  I need the names as a JSON array.
  A JSON array of names, please.
  An array with the names?
  What are the names? As JSON.
  Who are they? Names as JSON.
  The same, but only the names.
`);

export const THEN_MARKDOWN_MORE = lines(`
  markdown
  markdown table
  as markdown
  As Markdown, please.
  In Markdown?
  table please
  As a table.
  and as a table?
  Now as a table.
  Now a Markdown table, please.
  Now as Markdown.
  And in Markdown?
  And now a table in Markdown.
  Make it Markdown.
  Make a table.
  Make it Markdown with a header row.
  Make that a table.
  Make that a Markdown table.
  Convert it to Markdown.
  Convert that to a Markdown table.
  Convert the JSON to a table.
  Convert to Markdown, please.
  Change that to Markdown.
  Turn that into a table.
  Turn the JSON into Markdown.
  Transform the JSON to Markdown.
  Give it to me as Markdown.
  Give me a table.
  Give me that as a Markdown table.
  Give me the same in Markdown.
  Show me a table.
  Show me that as Markdown.
  Show that in a Markdown table.
  Write it as Markdown.
  Write a table.
  Output Markdown.
  Return it as Markdown.
  Put it in a table.
  Put that into a Markdown table.
  Can you make a table of it?
  Can you turn that into Markdown?
  Could you convert this to a table?
  Could you write it in Markdown?
  Please turn it into Markdown.
  Please make a table.
  I need a Markdown table.
  I need that as a table.
  I would like a table.
  The same in Markdown.
  The same data as a table.
  How does it look as a table?
  What does it look like in Markdown?
  Same thing, as a table.
  Markdown instead of JSON.
`);
