import type { Frame } from "@dyllm/shared";

/** Another node has taken the answer over from the canvas as it stood; nothing the client has is taken back. */
export interface ResumedFrame {
  readonly type: "resumed";
  readonly seq: number;
  /** The node that goes on. */
  readonly nodeId: string;
  /** Denoising steps that stood at that moment. */
  readonly steps: number;
}

/** What the relay passes on for one choice: a node's frames, renumbered over all nodes that worked on it. */
export type RelayFrame = Frame | ResumedFrame;
