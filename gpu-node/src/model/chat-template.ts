import { randomUUID } from "node:crypto";
import { type ChatMessage, DyllmError } from "@dyllm/shared";
import { Template } from "@huggingface/jinja";
import { ModelError } from "./model-error.ts";

/** Piece of a rendered conversation: text of the template, in which special tokens count, or text that somebody wrote. */
export interface ChatPiece {
  readonly kind: "template" | "content";
  readonly text: string;
}

/** Around a stand-in: what the template leaves of it tells whether the template trims message texts. */
const PAD = " \n ";

/**
 * Renders conversations so that a message can never forge a special token: the template sees random stand-ins instead of
 * the texts, and the texts are put in afterwards, marked as content. What the template does to the stand-in's white space
 * is done to the text.
 */
export class ChatTemplate {
  readonly #template: Template;
  readonly #named: Readonly<Record<string, string>>;

  /** @throws ModelError when the source is no Jinja template. */
  constructor(source: string, named: Readonly<Record<string, string>>) {
    try {
      this.#template = new Template(source);
    } catch (error) {
      throw new ModelError("model_invalid", "the chat template cannot be parsed", { cause: error });
    }
    this.#named = named;
  }

  /** The conversation with the header of the answer, in pieces. Throws DyllmError when the template refuses it. */
  render(messages: readonly ChatMessage[]): ChatPiece[] {
    const nonce = randomUUID().replaceAll("-", "");
    const standIns = messages.map(({ role, content }, i) => ({
      role,
      // An empty text stays empty: templates may ask whether there is any.
      content: content === "" ? "" : `${PAD}${nonce}${i}x${PAD}`,
    }));
    let rendered: string;
    try {
      rendered = this.#template.render({ ...this.#named, messages: standIns, add_generation_prompt: true });
    } catch {
      throw new DyllmError("invalid_value", "The model's chat template does not accept this sequence of messages.", {
        param: "messages",
      });
    }
    return substitute(rendered, nonce, messages);
  }
}

function substitute(rendered: string, nonce: string, messages: readonly ChatMessage[]): ChatPiece[] {
  const pieces: ChatPiece[] = [];
  const standIn = new RegExp(`(${PAD})?${nonce}(\\d+)x(${PAD})?`, "g");
  let end = 0;
  for (const match of rendered.matchAll(standIn)) {
    const [whole, before, index, after] = match;
    let text = messages[Number(index)]?.content ?? "";
    text = before === undefined ? text.trimStart() : text;
    text = after === undefined ? text.trimEnd() : text;
    pieces.push({ kind: "template", text: rendered.slice(end, match.index) }, { kind: "content", text });
    end = match.index + whole.length;
  }
  pieces.push({ kind: "template", text: rendered.slice(end) });
  return pieces;
}
