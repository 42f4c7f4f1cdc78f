/** What every checker returns: the answer is right, or it is not and `why` says so in one line for a report. */
export type CheckResult = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** The one passing result. */
export const PASS: CheckResult = { ok: true };

/** A failing result; `why` is one line, without a final full stop. */
export function fail(why: string): CheckResult {
  return { ok: false, why };
}
