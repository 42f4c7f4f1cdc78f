/** Wordings of the tables family for training only: what stands above the CSV, and what below. */
import { compose, lines } from "./wording-lists.ts";

/** A format by its name, and one table or array in it. */
interface Format {
  readonly name: "JSON" | "Markdown";
  readonly whole: "a JSON array" | "a Markdown table";
}

const above = ({ name, whole }: Format): string[] =>
  lines(`
    csv -> ${name}
    ${name} please
    ${name}:
    as ${name}
    to ${name}
    Convert to ${name}:
    Convert CSV to ${name}
    Convert the table to ${name}:
    Convert this table to ${whole}.
    Convert these rows to ${name}.
    Convert the following to ${name}.
    Convert the data below to ${name}.
    Change this CSV to ${name}.
    Change this table into ${whole}:
    Transform this CSV into ${name}.
    Transform the rows to ${name}:
    Translate this CSV to ${name}:
    Turn this into ${name}.
    Turn this table into ${name}:
    Turn these lines into ${whole}:
    Reformat this as ${name}.
    Output this table as ${name}:
    Output the CSV as ${whole}.
    Print this as ${name}.
    Show this table as ${name}.
    Show me the rows as ${name}:
    Read this CSV and give ${name}.
    Read the table and write ${whole}:
    Import this CSV as ${name}.
    Export this table to ${name}.
    Write ${name} for this table.
    Write these rows in ${name}:
    Write the data as ${whole}.
    Give ${name} for this CSV.
    Give me ${whole} of these rows:
    Give me the table in ${name}.
    Return ${name}:
    Return these records as ${name}.
    Build ${name} from this CSV:
    Build ${whole} from this table.
    Create ${name} from the rows:
    Create ${whole} for this CSV.
    Generate ${name} from this table.
    Can you convert this CSV to ${name}?
    Can you turn this table into ${whole}?
    Can I have this as ${name}?
    Could you make ${name} from this?
    Could you write these rows as ${name}?
    Could you change this CSV into ${name} for me?
    Please give me the ${name} of this CSV.
    How does this CSV look as ${name}?
    How would you write this table in ${name}?
    What is this as ${name}?
    What is this table in ${name}?
    What does this CSV look like in ${name}?
    I have this CSV and want ${name}.
    I have a table. I want it as ${name}.
    I exported this from a spreadsheet. Make it ${name}.
    I want this CSV as ${whole}.
    I need ${name} for my page from this table:
    My page wants ${name}. Convert this:
    My script needs these rows as ${name}.
    My spreadsheet says this. Write it as ${name}.
    Here is my CSV. I want ${name}.
    Here is a table. Convert it to ${whole}.
    Here are some rows. Make ${name}.
    This is CSV. Give me ${name}.
    The data is CSV, but I need ${whole}.
    CSV input, ${name} output:
    table to ${name}
  `);

const below = ({ name, whole }: Format): string[] =>
  lines(`
    to ${name}
    As ${name}, please.
    Convert it to ${name}.
    Turn it into ${whole}.
    Make ${name} of that.
    Give me that as ${name}.
    Can you convert this to ${name}?
    Write the rows above as ${name}.
    The CSV above in ${name}, please.
    What is this in ${name}?
    ${name} of the rows above
    I want that as ${name}.
  `);

const more = (format: Format): string[] => [
  ...compose(["{core}\n{csv}"], above(format)),
  ...compose(["{csv}\n{core}"], below(format)),
];

export const TO_JSON_MORE = more({ name: "JSON", whole: "a JSON array" });
export const TO_MARKDOWN_MORE = more({ name: "Markdown", whole: "a Markdown table" });
