import { DyllmError, type NodeStatus } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { chooseNodes, type NodeView } from "./choose.ts";

function view(id: string, over: Partial<NodeView> & { readonly status?: NodeStatus | null } = {}): NodeView {
  return { node: { id, origin: `http://${id}` }, status: status(), reachable: true, assigned: 0, ...over };
}

function status(over: Partial<NodeStatus> = {}): NodeStatus {
  return {
    version: 1,
    nodeId: "n",
    software: "test",
    backend: "cpu",
    models: [{ id: "m", created: 0, ownedBy: "x", contextLength: 9, defaultMaxTokens: 9, denoising: {} }],
    capacity: { running: 2, queued: 2 },
    running: 0,
    queued: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
    ...over,
  };
}

const ids = (views: readonly NodeView[], model = "m"): string[] =>
  chooseNodes(views, model, () => 0.5).map(({ node }) => node.id);

function codeOf(views: readonly NodeView[], model = "m"): string {
  try {
    ids(views, model);
    return "none";
  } catch (error) {
    return error instanceof DyllmError ? error.code : "bug";
  }
}

describe("the choice of a node", () => {
  it("prefers the least loaded, counting what was just assigned", () => {
    const views = [view("busy", { status: status({ running: 2 }) }), view("fresh", { assigned: 1 }), view("idle")];
    expect(ids(views)).toEqual(["idle", "fresh", "busy"]);
  });

  it("weighs load by capacity", () => {
    const large = status({ running: 3, capacity: { running: 8, queued: 8 } });
    expect(ids([view("small", { status: status({ running: 1 }) }), view("large", { status: large })])).toEqual([
      "large",
      "small",
    ]);
  });

  it("leaves out nodes that drain, are away, or serve other models", () => {
    const views = [
      view("draining", { status: status({ draining: true }) }),
      view("away", { reachable: false }),
      view("other", { status: status({ models: [] }) }),
      view("good"),
    ];
    expect(ids(views)).toEqual(["good"]);
  });

  it("says model_not_found when every node is known not to serve it", () => {
    expect(codeOf([view("a"), view("b", { reachable: false })], "unknown")).toBe("model_not_found");
    expect(codeOf([])).toBe("model_not_found");
  });

  it("says no_capacity when a node that serves it, or may, is away", () => {
    expect(codeOf([view("a", { reachable: false })])).toBe("no_capacity");
    expect(codeOf([view("a", { status: null, reachable: false })], "unknown")).toBe("no_capacity");
    expect(codeOf([view("a", { status: status({ draining: true }) })])).toBe("no_capacity");
  });
});
