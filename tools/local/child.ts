import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** After this many ms a child that ignored SIGTERM is killed: longer than the node's own drain. */
const KILL_AFTER_MS = 6_000;

/** A process of the local stack. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves with a line saying how it ended. */
  readonly exited: Promise<string>;
  /** SIGTERM, then SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

// A parent that dies by an exception must not leave a node or workerd behind.
process.on("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

/** Starts a child that is stopped with this process. Throws when the program cannot be started. */
export async function startChild(
  name: string,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<Child> {
  const child = spawn(command, args, options);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  running.add(child);
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve(`${name} ended with ${signal ?? `code ${code}`}`);
    });
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
    await exited;
    clearTimeout(timer);
  };
  return { name, pid: child.pid ?? 0, process: child, exited, stop };
}

/** Polls a URL until it answers 200. Throws when the child ends first or `timeoutMs` passes. */
export async function waitUntilReady(url: string, child: Child, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let ended: string | null = null;
  void child.exited.then((how) => {
    ended = how;
  });
  while (Date.now() < deadline) {
    if (ended !== null) {
      throw new Error(`${ended} before it was ready`);
    }
    const ok = await fetch(url).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.name} was not ready after ${timeoutMs} ms`);
}
