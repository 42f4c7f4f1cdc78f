/** Wordings of picking numbers from a list for training only. Opposite ends are asked for in the same sentences. */
import { lines } from "./wording-lists.ts";

/** Words for one end of a list. */
interface End {
  readonly best: "smallest" | "largest";
  readonly min: "minimum" | "maximum";
  readonly short: "min" | "max";
  readonly low: "lowest" | "highest";
}

const extreme = ({ best, min, short, low }: End): string[] =>
  lines(`
    ${short} {list}
    ${short} of {list}
    ${min} of {list}
    ${min}: {list}
    ${best} of {list}
    ${best} number in {list}
    ${best} among {list}
    the ${best} one in {list}
    which is the ${best} of {list}
    what is the ${best} of {list}
    What is the ${best} value in {list}?
    What is the ${low} value in {list}?
    What is the ${low} number among {list}?
    What's the ${best} number in {list}?
    What's the ${min} of {list}?
    Which is the ${best} number in {list}?
    Which number in {list} is the ${best}?
    Which number is ${low}: {list}?
    Which value is the ${min} of {list}?
    Which of {list} is the ${best}?
    Which of the following is the ${best}: {list}?
    Of the numbers {list} which is the ${best}?
    In the list {list} what is the ${best} number?
    In {list} find the ${min}.
    From {list} give the ${best}.
    From the list {list} I need the ${min}.
    Find the ${min} in {list}.
    Find the ${best} value: {list}
    Find the ${low} value of {list}.
    Find the ${best} of these: {list}
    Tell me the ${best} number in {list}.
    Tell me which number is ${best}: {list}
    Tell me which of {list} is the ${best}.
    Say which is ${best}: {list}
    Give me the ${best} number: {list}
    Give me the ${min} of the list {list}.
    Give me only the ${best}: {list}
    Show the ${min} of {list}.
    Return the ${best} of {list}.
    Return the ${min}: {list}
    Name the ${best} value in {list}.
    Choose the ${best} number: {list}
    Select the ${best} number of {list}.
    Can you find the ${best} number in {list}?
    Can you tell me the ${min} of {list}?
    Could you say which is the ${best}: {list}?
    Please find the ${best} number in {list}.
    I need the ${best} number of {list}.
    I want the ${min} of {list}.
    I am looking for the ${best} number in {list}.
    My scores are {list}. What is the ${best} one?
    My prices are {list}. Find the ${low} one.
    The results are {list}. Which is ${best}?
    These temperatures were measured: {list}. What was the ${min}?
    For my homework: the ${best} number of {list}
  `);

export const SMALLEST_MORE = extreme({ best: "smallest", min: "minimum", short: "min", low: "lowest" });
export const LARGEST_MORE = extreme({ best: "largest", min: "maximum", short: "max", low: "highest" });

/** Words for one side of a limit. */
interface Side {
  readonly greater: "greater" | "less";
  readonly above: "above" | "below";
  readonly sign: ">" | "<";
}

const filter = ({ greater, above, sign }: Side): string[] =>
  lines(`
    {list} ${sign} {limit}
    {list}: which are ${above} {limit}?
    {list}: only numbers ${above} {limit}
    numbers ${above} {limit} in {list}
    numbers ${greater} than {limit}: {list}
    all ${above} {limit}: {list}
    only ${above} {limit}: {list}
    values ${sign} {limit}: {list}
    x ${sign} {limit} for x in {list}
    filter {list} by ${sign} {limit}
    filter: ${greater} than {limit} in {list}
    Filter {list} and keep everything ${above} {limit}.
    Filter out what is not ${above} {limit}: {list}
    Keep the values ${above} {limit} in {list}.
    Keep what is ${greater} than {limit}: {list}
    Drop everything that is not ${above} {limit}: {list}
    Remove all numbers that are not ${greater} than {limit}: {list}
    Leave only the numbers ${above} {limit}: {list}
    Select from {list} all ${above} {limit}.
    Select everything ${greater} than {limit} from {list}.
    Take only the numbers ${above} {limit} from {list}.
    Choose the numbers ${greater} than {limit}: {list}
    Find the numbers ${above} {limit} in {list}.
    Find what is ${greater} than {limit} in {list}.
    Find every value ${above} {limit}: {list}
    Give me all numbers ${above} {limit}: {list}
    Give me the values of {list} that are ${greater} than {limit}.
    Give only those ${above} {limit}: {list}
    Show only values ${above} {limit}: {list}
    Show me which of {list} are ${greater} than {limit}.
    Return the numbers of {list} that are ${above} {limit}.
    Return everything ${sign} {limit}: {list}
    List all of {list} that are ${greater} than {limit}.
    List everything ${above} {limit}: {list}
    Write down the numbers ${above} {limit}: {list}
    Print the values ${sign} {limit} of {list}
    Tell me which numbers are ${above} {limit}: {list}
    Tell me the numbers ${greater} than {limit} in {list}.
    Which ones are ${above} {limit}: {list}?
    Which of {list} are ${greater} than {limit}?
    Which of {list} are ${above} {limit}?
    Which numbers in {list} are ${above} {limit}?
    Which numbers are ${sign} {limit}: {list}
    What numbers in {list} are ${above} {limit}?
    What values are ${greater} than {limit}: {list}?
    Can you list the numbers ${above} {limit}: {list}?
    Can you filter {list} to numbers ${greater} than {limit}?
    Can you keep only what is ${above} {limit} in {list}?
    Could you tell me which of {list} are ${above} {limit}?
    Please keep only values ${above} {limit}: {list}
    I need the numbers ${above} {limit}: {list}
    I need all of {list} that are ${greater} than {limit}.
    I only want the numbers ${above} {limit}: {list}
    My scores are {list}. Which are ${above} {limit}?
    My prices are {list}. Keep those ${greater} than {limit}.
    The limit is {limit}. Which of {list} are ${above} it?
    For my homework: the numbers ${above} {limit} in {list}
  `);

export const GREATER_MORE = filter({ greater: "greater", above: "above", sign: ">" });
export const LESS_MORE = filter({ greater: "less", above: "below", sign: "<" });
