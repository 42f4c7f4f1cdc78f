/** Wordings of the tables family. */
import { TO_JSON_MORE, TO_MARKDOWN_MORE } from "./tables-more.ts";
import type { Wordings } from "./wording.ts";

export const TO_JSON: Wordings = {
  trained: [
    "Convert this CSV to a JSON array:\n{csv}",
    "Turn the CSV into JSON:\n{csv}",
    "CSV to JSON:\n{csv}",
    "Write this CSV table as a JSON array of objects:\n{csv}",
    "{csv}\nConvert this CSV to JSON.",
    "Give me this CSV as JSON:\n{csv}",
    "Here is a CSV file. Return it as a JSON array.\n{csv}",
    "{csv}\nTurn the table above into a JSON array.",
    "Parse the CSV and print JSON:\n{csv}",
  ],
  heldOut: [
    "I need the following CSV data in JSON format:\n{csv}",
    "{csv}\nRewrite these CSV rows as JSON objects in an array.",
    "Make a JSON array out of the CSV below.\n{csv}",
  ],
  more: TO_JSON_MORE,
};

export const TO_MARKDOWN: Wordings = {
  trained: [
    "Convert this CSV to a Markdown table:\n{csv}",
    "Turn the CSV into a Markdown table:\n{csv}",
    "CSV to Markdown:\n{csv}",
    "Write this CSV as a table in Markdown:\n{csv}",
    "{csv}\nConvert this CSV to Markdown.",
    "Give me this CSV as a Markdown table:\n{csv}",
    "Here is a CSV file. Return it as a Markdown table.\n{csv}",
    "{csv}\nTurn the rows above into a Markdown table.",
    "Parse the CSV and print a Markdown table:\n{csv}",
  ],
  heldOut: [
    "I need the following CSV data in Markdown format:\n{csv}",
    "{csv}\nRewrite these CSV rows as a Markdown table.",
    "Make a Markdown table out of the CSV below.\n{csv}",
  ],
  more: TO_MARKDOWN_MORE,
};
