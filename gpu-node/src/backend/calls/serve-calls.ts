import { toFailure } from "./failure.ts";
import type { Call, Operation, Operations, Reply } from "./protocol.ts";

type ResultOf<K extends Operation> = Operations[K]["result"];

/** What calls are made of. */
export interface CalledEngine {
  open(tokens: Operations["open"]["argument"]): ResultOf<"open"> | Promise<ResultOf<"open">>;
  step(plans: Operations["step"]["argument"]): Promise<ResultOf<"step">>;
  warm(slot: number, scope: string): ResultOf<"warm"> | Promise<ResultOf<"warm">>;
  close(slot: number, scope: string | null): void;
  usage(): ResultOf<"usage">;
  dispose(): Promise<void>;
}

/**
 * What takes the calls of an engine: one after the other, in the order they were made, so that a close never overtakes a step
 * of its slot. Every call gets one reply.
 */
export function serveCalls(engine: CalledEngine, reply: (message: Reply) => void): (call: Call) => void {
  let last: Promise<void> = Promise.resolve();
  return (call) => {
    last = last.then(async () => {
      try {
        reply({ type: "result", id: call.id, result: await perform(engine, call) });
      } catch (error) {
        reply({ type: "failure", id: call.id, failure: toFailure(error) });
      }
    });
  };
}

async function perform(engine: CalledEngine, call: Call): Promise<ResultOf<Operation>> {
  switch (call.operation) {
    case "open":
      return engine.open(call.argument);
    case "step":
      return engine.step(call.argument);
    case "warm":
      return engine.warm(call.argument.slot, call.argument.scope);
    case "close":
      engine.close(call.argument.slot, call.argument.scope);
      return null;
    case "usage":
      return engine.usage();
    case "dispose":
      await engine.dispose();
      return null;
    default:
      throw new Error(`unknown call ${call satisfies never}`);
  }
}
