import { describe, expect, it } from "vitest";
import { checkPlacements, readPlacements } from "./placement.ts";

/** As onnxruntime 1.30 writes it with verbose logging. */
const line = (text: string): string =>
  `2026-11-24 00:04:05.17 [V:onnxruntime:, session_state.cc:1380 VerifyEachNodeIsAssignedToAnEp] ${text}`;
const log = (...host: string[]): string =>
  [
    "2026-11-24 00:04:05.17 [I:onnxruntime:, inference_session.cc:3094 Initialize] Session successfully initialized.",
    line("Node placements"),
    line(` Node(s) placed on [CPUExecutionProvider]. Number of nodes: ${host.length}`),
    ...host.map((node) => line(`  ${node}`)),
    line(" Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 2"),
    line("  Gemm (g/Gemm_9:Gemm)"),
    line("  MemcpyToHost (Memcpy)"),
  ].join("\n");

describe("the placement of operators", () => {
  it("passes when the host has only operators on lists of rows", () => {
    const placements = readPlacements(log("NonZero (index.turned0:NonZero)", "Gather (index.slots0:Gather)"));
    expect(checkPlacements(placements)).toEqual({ device: 2, host: 2 });
  });

  it.each([
    ["an operator that is on no list", "MatMul (index.x:MatMul)"],
    ["an operator on values, though its kind is on the list", "Gather (g/Gather_7:Gather)"],
  ])("fails for %s, and names it", (_, node) => {
    const [operator] = node.split(" ");
    expect(() => checkPlacements(readPlacements(log(node)))).toThrow(`to the host: ${operator} (`);
  });

  it("reads the line of a session that is all in one place", () => {
    expect(readPlacements(line(" All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 1"))).toEqual([]);
  });

  it("fails when the log says nothing", () => {
    expect(() => checkPlacements(readPlacements("no word of it"))).toThrow(/does not say/);
  });
});
