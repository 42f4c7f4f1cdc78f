import { fetchNodes } from "../api/admin-nodes.ts";
import { adminKey, setAdminKey } from "../session.ts";
import { Icon } from "../ui/icon.tsx";
import { KeyForm } from "../ui/key-form.tsx";
import { usePolling } from "../ui/poll.ts";
import { ErrorsSection } from "./errors-section.tsx";
import { LOOK_MS } from "./history.ts";
import { KeysSection } from "./keys-section.tsx";
import { NodesSection } from "./nodes-section.tsx";
import { forget, look, nodes, watchProblem } from "./watch.ts";

/** What an operator watches; it changes nothing but by draining a node or revoking a key. */
export function OperationsView() {
  return adminKey.value === null ? (
    <KeyForm
      key="admin"
      title="Operations"
      lead="Nodes, keys and recent errors of this gateway."
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
          <Icon name="warning" />
          <div>
            <strong>{problem.title}</strong>
            <p>{nodes.value === null ? problem.detail : "What you see is the last that was known."}</p>
          </div>
        </div>
      )}
      {nodes.value === null && problem === null && <p class="empty">Looking.</p>}
      {nodes.value !== null && (
        <>
          <NodesSection />
          <KeysSection />
          <ErrorsSection />
        </>
      )}
    </div>
  );
}
