import { DyllmError, type ResumePoint } from "@dyllm/shared";
import type { Answer } from "./answer.ts";
import type { SpecialTokens } from "./canvas.ts";

/**
 * Commits what another node had committed before.
 *
 * @param maxTokens answer positions that can have been committed
 * @throws DyllmError `invalid_value` when the record cannot come from a canvas of this size and model
 */
export function restoreCanvas(
  canvas: Pick<Answer, "isMasked" | "commit">,
  resume: ResumePoint,
  maxTokens: number,
  model: { readonly vocab: number; readonly special: SpecialTokens },
): void {
  for (const [i, position] of resume.positions.entries()) {
    const token = resume.tokens[i];
    if (position >= maxTokens || !canvas.isMasked(position)) {
      throw invalidResume("positions", `position ${position} is outside of the answer or repeated`);
    }
    if (token === undefined || token >= model.vocab || token === model.special.mask) {
      throw invalidResume("tokens", `the token at position ${position} is none of this model's`);
    }
    canvas.commit(position, token);
  }
}

/** The error for a resume record that contradicts the request or the model. */
export function invalidResume(field: keyof ResumePoint, reason: string): DyllmError {
  const param = `resume.${field}`;
  return new DyllmError("invalid_value", `Invalid value for '${param}': ${reason}.`, { param });
}
