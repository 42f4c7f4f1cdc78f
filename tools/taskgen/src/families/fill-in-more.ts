/** Wordings of the fill-in family for training only. */
import { lines } from "./wording-lists.ts";

export const FRAMES_MORE = lines(`
  {line}
  {line} What comes at ___ ?
  {line} What goes there?
  {line} What belongs in the gap?
  {line} What is ___ ?
  {line} What fits in the gap?
  {line} Which word or sign is missing?
  {line} Which text belongs at ___ ?
  {line} Complete it.
  {line} Complete the line.
  {line} Fill it in.
  {line} Fill in the gap.
  {line} Fill the gap.
  {line} Replace ___ .
  {line} Can you fill the gap?
  {line} Could you complete this?
  {line} Please fill it in.
  {line} Find ___ .
  {line} Only the missing part, please.
  {line} Tell me what is missing.
  fill in: {line}
  fill the gap: {line}
  Fill in the gap, please. {line}
  Fill in the missing part: {line}
  Fill in ___ : {line}
  complete: {line}
  Complete this: {line}
  Complete the line: {line}
  Complete the sequence or sentence: {line}
  gap: {line}
  missing: {line}
  What is ___ ? {line}
  What is missing? {line}
  What is missing in this line? {line}
  What comes at ___ ? {line}
  What fits the gap? {line}
  What belongs at ___ ? {line}
  What must I write for ___ ? {line}
  What would you put at ___ ? {line}
  What do you put in the gap? {line}
  Which word, number or sign is missing? {line}
  Which part is missing: {line}
  Guess the missing part: {line}
  Guess ___ : {line}
  Find ___ in this: {line}
  Find what is missing: {line}
  Work out ___ : {line}
  Put the right text at ___ : {line}
  Insert the missing text: {line}
  Give the missing part: {line}
  Tell me ___ in this line: {line}
  Tell me what is missing: {line}
  Can you fill the blank? {line}
  Can you complete this? {line}
  Could you find the missing part? {line}
  Please complete: {line}
  I do not know what goes at ___ : {line}
  I need the missing part of this: {line}
  My exercise says: {line}
  My worksheet has a gap: {line}
  For my homework, fill the gap: {line}
  Cloze: {line}
  Puzzle: {line}
  Infill: {line}
  Replace the blank: {line}
  Answer with the missing text only: {line}
`);
