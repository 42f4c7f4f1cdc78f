import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type Problem, toProblem } from "../api/problem.ts";

/** A second press within this many ms confirms; after that the first one is forgotten. */
const CONFIRM_MS = 4_000;

/** A button for what cannot simply be taken back: it asks once, then does it, and says when it failed. */
export function ConfirmButton(props: {
  /** What it is called; also what is shown unless there are children. */
  readonly label: string;
  readonly question: string;
  readonly act: () => Promise<void>;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly children?: ComponentChildren;
}) {
  const { label, question, act, disabled = false, class: given = "", children = label } = props;
  const asking = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const press = async (): Promise<void> => {
    if (!asking.value) {
      asking.value = true;
      setTimeout(() => {
        asking.value = false;
      }, CONFIRM_MS);
      return;
    }
    asking.value = false;
    busy.value = true;
    problem.value = null;
    try {
      await act();
    } catch (thrown) {
      problem.value = toProblem(thrown, "unreachable");
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <button
        type="button"
        class={asking.value ? "danger" : given}
        disabled={disabled || busy.value}
        aria-label={asking.value ? question : label}
        onClick={() => void press()}
      >
        {asking.value ? question : children}
      </button>
      {problem.value !== null && <span role="alert">{problem.value.title}</span>}
    </>
  );
}
