/** What stands above a list of questions. */
import type { Wordings } from "./families/wording.ts";
import { lines } from "./families/wording-lists.ts";

export const SEVERAL: Wordings = {
  trained: [
    "Answer each question:",
    "Answer these questions one by one.",
    "Please do all of these:",
    "Solve every task in this list.",
    "Here are some tasks. Answer all of them.",
    "Work through the list:",
    "I have several questions:",
    "Do the following tasks in order:",
  ],
  heldOut: [
    "Go through these tasks and give me every answer:",
    "Reply to all of the questions below.",
    "A few things to do, one after the other:",
  ],
  more: lines(`
    Answer these:
    Answer all of these:
    Answer all questions.
    Answer everything below.
    Answer the following questions.
    Answer the following, numbered the same way:
    Answer one after the other:
    answer all
    All of these, please:
    all of the following
    Can you answer all of these?
    Can you do all of these?
    Can you help me with this list?
    Could you answer these questions for me?
    Could you solve these for me?
    Complete all tasks:
    Complete the list of tasks.
    Do these:
    Do the following:
    Do everything on this list:
    Do each of the tasks below.
    Give an answer to each:
    Give me the answers to these:
    Give short answers to all of these:
    Handle these requests:
    Help me with these:
    Help me with my list.
    Here are my questions.
    Here is a list of questions:
    Here is my to-do list:
    Here is my homework:
    Here are several tasks for you.
    I have a few questions.
    I have a list of tasks.
    I need all of these:
    I need answers to these questions:
    I need the following:
    I want answers to all of these.
    List of tasks:
    Many questions:
    More than one question today:
    My questions:
    My homework has these tasks:
    My list for today:
    Next tasks:
    Please answer:
    Please answer everything:
    Please answer the questions below.
    Please handle this list:
    Please help me with all of this:
    Please solve all:
    Please work through these:
    Process the list.
    Questions:
    Quiz:
    Reply with numbered answers:
    Several things:
    Several questions for you:
    Solve all of these:
    Solve these:
    Solve each task:
    Some questions:
    Tasks:
    Take these one by one:
    These are my questions:
    These tasks, please:
    To do:
    Today I need this:
    What are the answers?
    Work on these:
    Work through these tasks.
  `),
};
