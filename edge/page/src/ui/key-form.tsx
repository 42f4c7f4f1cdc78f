import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Problem, toProblem } from "../api/problem.ts";
import { ProblemNote } from "./problem-note.tsx";

/**
 * Asks for a key and tries it before it is kept. `check` throws ProblemError when it is not accepted; `because`: why it is
 * asked for again.
 */
export function KeyForm(props: {
  readonly title: string;
  readonly lead: string;
  readonly because?: Problem | null;
  readonly label: string;
  readonly hint: string;
  readonly check: (key: string) => Promise<void>;
  readonly onKey: (key: string) => void;
}) {
  const { title, lead, because = null, label, hint, check, onKey } = props;
  const key = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(because === null ? null : onForm(because));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (): Promise<void> => {
    const typed = key.value.trim();
    if (typed === "" || busy.value) {
      return;
    }
    busy.value = true;
    problem.value = null;
    try {
      await check(typed);
      onKey(typed);
    } catch (thrown) {
      problem.value = onForm(toProblem(thrown, "unreachable"));
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <label for="key">{label}</label>
      <input
        ref={field}
        id="key"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={key.value}
        aria-describedby="key-hint"
        onInput={(event) => {
          key.value = event.currentTarget.value;
        }}
      />
      <p id="key-hint" class="help">
        {hint}
      </p>
      <button type="submit" class="primary" disabled={busy.value || key.value.trim() === ""}>
        {busy.value ? "Checking" : "Sign in"}
      </button>
      {problem.value !== null && <ProblemNote problem={problem.value} />}
    </form>
  );
}

const REFUSED = "It may be mistyped, expired or revoked.";

/** Here the form itself is where one signs in. */
function onForm(problem: Problem): Problem {
  return { ...problem, remedy: "edit", detail: problem.code === "invalid_api_key" ? REFUSED : problem.detail };
}
