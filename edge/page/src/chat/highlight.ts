import highlighter from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";

const LANGUAGES = { bash, css, javascript, json, python, sql, typescript, xml };

for (const [name, language] of Object.entries(LANGUAGES)) {
  highlighter.registerLanguage(name, language);
}

/** Code of a named language as HTML with `hljs-…` spans, or null when the language is not known here. */
export function highlight(code: string, language: string): string | null {
  return highlighter.getLanguage(language) === undefined
    ? null
    : highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}

/** How bare code begins, and how it ends. */
const BARE = [
  { language: "sql", begin: /^SELECT\s/, end: /;$/ },
  { language: "javascript", begin: /^(async )?function\s+\w+\s*\(/, end: /\}$/ },
] as const;

/**
 * Small models write code without a fence: an answer that can only be a query or a function is one. While more is to come
 * its beginning decides, so that it does not turn into code at its end only.
 */
export function bareCodeLanguage(answer: string, whole: boolean): "sql" | "javascript" | null {
  const trimmed = answer.trim();
  return BARE.find(({ begin, end }) => begin.test(trimmed) && (!whole || end.test(trimmed)))?.language ?? null;
}
