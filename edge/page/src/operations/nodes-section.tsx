import { type AdminNode, type NodeState, setDraining } from "../api/admin-nodes.ts";
import { adminKey } from "../session.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { type NodeSample, plottedMinutes, plottedSamples } from "./history.ts";
import { TimePlot } from "./time-plot.tsx";
import { history, look, nodes } from "./watch.ts";

const STATES: Readonly<Record<NodeState, string>> = {
  ready: "ready",
  drained: "drained",
  draining: "shutting down",
  unreachable: "not reachable",
  broken: "failing",
};

/** The nodes, each with its state and its last minutes. */
export function NodesSection() {
  const samples = plottedSamples(history.value);
  return (
    <section aria-labelledby="nodes-title">
      <h2 id="nodes-title">
        Nodes <small>the last {plottedMinutes(samples)} minutes</small>
      </h2>
      {nodes.value?.length === 0 && <p class="empty">No node is known.</p>}
      <ul class="nodes">
        {(nodes.value ?? []).map((node) => (
          <NodeCard key={node.id} node={node} past={history.value.get(node.id) ?? []} samples={samples} />
        ))}
      </ul>
    </section>
  );
}

function NodeCard(props: { readonly node: AdminNode; readonly past: readonly NodeSample[]; readonly samples: number }) {
  const { node, past, samples } = props;
  const drained = node.state === "drained";
  return (
    <li class="node" data-node={node.id} data-state={node.state}>
      <div class="row">
        <strong>{node.id}</strong>
        <span class="state">{STATES[node.state]}</span>
        <span class="spacer" />
        <ConfirmButton
          key={String(drained)}
          label={drained ? "Put back" : "Drain"}
          question={drained ? "Put it back?" : "Really drain?"}
          act={async () => {
            await setDraining(adminKey.value ?? "", node.id, !drained);
            await look(new AbortController().signal);
          }}
        />
      </div>
      <p class="help">
        {node.models.join(", ") || "no model"} on {node.backend ?? "an unknown backend"}, {node.via}
      </p>
      <p class="help">
        {node.running} of {node.capacity} running · {node.queued} of {node.queueCapacity} queued ·{" "}
        {node.tokensPerSecond.toFixed(0)} tokens/s
      </p>
      <div class="plots">
        <TimePlot
          label="steps/s"
          values={past.map((sample) => sample.stepsPerSecond)}
          samples={samples}
          max={null}
          shown={node.stepsPerSecond.toFixed(1)}
        />
        <TimePlot
          label="salient"
          values={past.map((sample) => sample.salientFraction)}
          samples={samples}
          max={1}
          shown={`${Math.round(node.salientFraction * 100)} %`}
        />
        <TimePlot
          label="queue"
          values={past.map((sample) => sample.queued)}
          samples={samples}
          max={Math.max(1, node.queueCapacity)}
          shown={String(node.queued)}
        />
      </div>
    </li>
  );
}
