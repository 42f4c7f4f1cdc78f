import DOMPurify from "dompurify";
import { Marked, type RendererObject } from "marked";
import { bareCodeLanguage, highlight } from "./highlight.ts";

/** What an answer may consist of. No element that loads, runs, styles or submits anything. */
const ALLOWED_TAGS = [
  ...["p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "span", "a", "input"],
  ...["h2", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"],
];
const ALLOWED_ATTRIBUTES = ["href", "class", "start", "align", "type", "checked", "disabled", "rel", "target"];

const renderer: RendererObject = {
  // One level for all: an answer's own numbering would break the page's outline, in which screen readers move about.
  heading({ tokens }) {
    return `<h2>${this.parser.parseInline(tokens)}</h2>`;
  },
  // HTML that a model or a person writes is text, not markup.
  html: ({ text }) => escapeHtml(text),
  // Nothing is loaded from elsewhere; the address stays visible.
  image: ({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
  code: ({ text, lang }) => codeBlock(text, lang?.split(/\s/)[0] ?? ""),
};

const marked = new Marked({ gfm: true, breaks: true, async: false }, { renderer });

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    node.setAttribute("rel", "noopener noreferrer");
    node.setAttribute("target", "_blank");
  }
});

/**
 * An answer as sanitised document nodes. Plain text, Markdown and bare code alike.
 *
 * @param whole false while more of it is to come
 */
export function renderAnswer(answer: string, whole: boolean): DocumentFragment {
  const bare = bareCodeLanguage(answer, whole);
  const html = bare === null ? marked.parse(answer) : codeBlock(answer.trim(), bare);
  return DOMPurify.sanitize(String(html), {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ALLOWED_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    RETURN_DOM_FRAGMENT: true,
  });
}

function codeBlock(code: string, language: string): string {
  const html = highlight(code, language) ?? escapeHtml(code);
  return `<pre><code class="hljs">${html}</code></pre>`;
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
