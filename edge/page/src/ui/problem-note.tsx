import type { Problem } from "../api/problem.ts";
import { setApiKey } from "../session.ts";
import { inWords, useSecondsUntil } from "./countdown.tsx";
import { Icon } from "./icon.tsx";

/** A problem in plain words, with a countdown where waiting helps and what can be done about it. */
export function ProblemNote(props: {
  readonly problem: Problem;
  readonly onRetry?: () => void;
  readonly onEdit?: () => void;
}) {
  const { problem, onRetry, onEdit } = props;
  const seconds = useSecondsUntil(problem.retryAtMs);
  return (
    <div class="problem" data-code={problem.code}>
      <Icon name="warning" />
      {/* Without the buttons: a countdown would be read out every second. */}
      <div role="alert">
        <strong>{problem.title}</strong>
        <p>{problem.detail}</p>
      </div>
      <div class="row">
        {problem.remedy === "sign-in" && (
          <button type="button" onClick={() => setApiKey(null, problem)}>
            Sign in with another key
          </button>
        )}
        {/* After signing in with another key, what failed can be asked again. */}
        {problem.remedy !== "edit" && onRetry !== undefined && (
          <button type="button" disabled={seconds > 0} onClick={onRetry}>
            {seconds > 0 ? `Try again in ${inWords(seconds)}` : "Try again"}
          </button>
        )}
        {problem.remedy === "edit" && onEdit !== undefined && (
          <button type="button" onClick={onEdit}>
            Edit the message
          </button>
        )}
      </div>
    </div>
  );
}
