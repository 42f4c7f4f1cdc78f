import { fetchNodes } from "../api/admin-nodes.ts";
import { adminKey, setAdminKey } from "../session.ts";
import { KeyForm } from "../ui/key-form.tsx";
import { usePolling } from "../ui/poll.ts";
import { ErrorsSection } from "./errors-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { NodesSection } from "./nodes-section.tsx";
import { forget, look, nodes, watchProblem } from "./watch.ts";

/** Nodes tell of themselves every few seconds; asking more often would show nothing new. */
const LOOK_MS = 5_000;

/** What an operator watches; it changes nothing but by draining a node or revoking a key. */
export function OperationsView() {
  return adminKey.value === null ? (
    <KeyForm
      key="admin"
      title="Operations"
      label="Admin credential"
      hint="The operator's own credential, not an API key. It stays in this tab."
      check={async (key) => {
        await fetchNodes(key);
      }}
      onKey={setAdminKey}
    />
  ) : (
    <Overview />
  );
}

function Overview() {
  usePolling(look, LOOK_MS, adminKey.value);
  const leave = (): void => {
    forget();
    setAdminKey(null);
  };
  const problem = watchProblem.value;
  return (
    <div class="operations">
      <div class="row">
        <h1>Operations</h1>
        <span class="spacer" />
        <button type="button" class="quiet" onClick={leave}>
          Leave
        </button>
      </div>
      {problem !== null && (
        <div class="problem" role="alert">
          <strong>{problem.title}</strong>
          <p>{nodes.value === null ? problem.detail : "What you see is the last that was known."}</p>
        </div>
      )}
      {nodes.value === null && problem === null && <p class="empty">Looking.</p>}
      <NodesSection />
      <KeysSection />
      <ErrorsSection />
    </div>
  );
}
