import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../../bin/dyllm-node.js", import.meta.url));

/** A checkpoint with two tiny layers of random weights. */
export const TINY_MODEL = fileURLToPath(new URL("../../../../test/fixtures/tiny-llada", import.meta.url));

export const TEST_SIGNING_KEY = `edge-1:${"A".repeat(43)}`;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<Run>;
}

/** Arguments that answer a short prompt of the tiny model, always alike. */
export function generateArgs(backend: string): string[] {
  const asked = ["generate", "hello", "--raw", "--max-tokens", "8", "--seed", "1"];
  return [...asked, "--model", TINY_MODEL, "--backend", backend];
}

/** Starts the installed program as a user does, from a directory that is not the project's. @param program another build of it */
export function startProgram(
  args: readonly string[],
  variables: Record<string, string> = {},
  program: string = PROGRAM,
): Program {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, DYLLM_SIGNING_KEYS: "", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, ...output }));
  return { child, output, ended };
}

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  variables: Record<string, string> = {},
  program: string = PROGRAM,
): Promise<Run> {
  return await startProgram(args, variables, program).ended;
}
