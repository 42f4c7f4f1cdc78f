/** Wordings of the facts about countries for training only. */
import { lines } from "./wording-lists.ts";

/** Ways to ask for "the X of Y"; `what` is X. */
export const attributeMore = (what: string): string[] =>
  lines(`
    {subject} ${what}
    {subject}: ${what}?
    {subject}, ${what}?
    {subject}'s ${what}
    ${what} {subject}
    ${what} for {subject}
    my question: ${what} of {subject}
    {subject} please, the ${what}
    {subject} has which ${what}?
    what ${what} does {subject} have
    tell {subject}'s ${what}
    What's the ${what} of {subject}?
    What's {subject}'s ${what}?
    What ${what} belongs to {subject}?
    What do they call the ${what} of {subject}?
    What was the ${what} of {subject} again?
    Which ${what} does {subject} have?
    Which ${what} belongs to {subject}?
    Which ${what} goes with {subject}?
    Say which ${what} {subject} has.
    State the ${what} of {subject}.
    Find the ${what} of {subject}.
    Look up the ${what} of {subject}.
    Show {subject}'s ${what}.
    I need the ${what} of {subject}.
    I forgot the ${what} of {subject}.
    I have forgotten the ${what} of {subject}. What is it?
    I am looking for the ${what} of {subject}.
    I must learn the ${what} of {subject}. What is it?
    I don't know the ${what} of {subject}.
    My homework asks for the ${what} of {subject}.
    My teacher wants the ${what} of {subject}.
    My daughter asks what the ${what} of {subject} is.
    My quiz asks: ${what} of {subject}?
    Quiz question, the ${what} of {subject}?
    For a quiz I need the ${what} of {subject}.
    For school I must know the ${what} of {subject}.
    Could you tell me the ${what} of {subject}?
    Could you look up the ${what} of {subject}?
    Could you give me the ${what} of {subject}, please?
    Would you tell me what the ${what} of {subject} is?
    Do you happen to know the ${what} of {subject}?
    Please give me {subject}'s ${what}.
    Remind me of the ${what} of {subject}.
    Remind me which ${what} {subject} has.
    Let me know the ${what} of {subject}.
    Help me with the ${what} of {subject}.
    Check the ${what} of {subject}.
    Any idea about the ${what} of {subject}?
    Who knows the ${what} of {subject}?
    Interested in {subject}: what is its ${what}?
    Tell me {subject}'s ${what}.
    Name {subject}'s ${what}.
  `);

export const CAPITAL_MORE = lines(`
  Which city is the capital of {subject}?
  I travel to {subject}. What is the capital?
  I am going to {subject}. Which city is the capital?
  {subject} capital city
  capital city of {subject}
  What's the capital city of {subject}?
  Name the capital city of {subject}.
`);

export const CURRENCY_MORE = lines(`
  What money do they use in {subject}?
  What money do people use in {subject}?
  Which currency do they use in {subject}?
  Which currency is used in {subject}?
  Which money do I need in {subject}?
  With what do people pay in {subject}?
  I travel to {subject}. Which currency do I need?
  I fly to {subject} next week. What money do I take?
  money in {subject}
  currency in {subject}
  Which official currency do they have in {subject}?
  What is the money of {subject} called?
  What do they pay with in {subject}?
`);

export const CONTINENT_MORE = lines(`
  {subject} continent
  {subject}: which continent?
  continent of {subject}
  which continent is {subject} in
  What continent is {subject} in?
  What's the continent of {subject}?
  What part of the world is {subject} in?
  What part of the globe is {subject} in?
  Which continent would I fly to for {subject}?
  Which continent do I travel to when I visit {subject}?
  Which part of the world has {subject}?
  In what continent is {subject}?
  In which continent is {subject} located?
  On what continent is {subject} located?
  On which continent do I land in {subject}?
  Where is {subject}?
  Where is {subject} on the map?
  Where is {subject} located?
  Where on earth is {subject}?
  Where do I find {subject} on a map?
  Is {subject} in Europe, Asia or somewhere else?
  Is {subject} in Africa, America or elsewhere?
  Tell me where {subject} is.
  Tell me on which continent {subject} is.
  Give the continent of {subject}.
  Find the continent of {subject}.
  Find {subject} on the map. Which continent?
  Place {subject} on a continent.
  Could you tell me the continent of {subject}?
  Could you say where {subject} is?
  Do you know which continent {subject} is on?
  Please tell me where in the world {subject} is.
  I want to know on which continent {subject} is.
  I need the continent of {subject}.
  I am flying to {subject}. Which continent is that?
  My friend lives in {subject}. On which continent is that?
  My homework asks on which continent {subject} is.
  Geography: the continent of {subject}?
  Quiz question: on which continent is {subject}?
  Any idea where {subject} is?
  Remind me on which continent {subject} is.
`);
