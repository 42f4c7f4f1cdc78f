import type { GenerateRequest } from "@dyllm/shared";

/** A conversation is recognised by how it began: its system message and first turn stay the same through all later ones. */
const FIRST_MESSAGES = 2;

/** A long beginning is recognised by its first characters. */
const FIRST_CHARACTERS = 1_024;

/** What the later requests of one conversation have in common with this one; used for a hash only, never stored. */
export function stickyKeyOf({ model, input }: GenerateRequest): string {
  const begin = input.kind === "chat" ? input.messages.slice(0, FIRST_MESSAGES) : input;
  return `${model}|${JSON.stringify(begin).slice(0, FIRST_CHARACTERS)}`;
}
