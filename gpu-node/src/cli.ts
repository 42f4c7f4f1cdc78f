import { BackendError } from "./backend/backend.ts";
import { calibrate } from "./commands/calibrate.ts";
import { generate } from "./commands/generate.ts";
import { inspect } from "./commands/inspect.ts";
import { serve } from "./commands/serve.ts";
import { interruptSignal, stopSignal } from "./commands/signals.ts";
import { CommandError, EXIT, USAGE, UsageError } from "./commands/usage.ts";
import { ModelError } from "./model/model-error.ts";
import { ListenError } from "./server/http-server.ts";
import { SOFTWARE } from "./server/version.ts";

/**
 * Entry of `dyllm-node`: runs the command and ends the process with its exit code (0 well, 1 failed, 2 not understood).
 * @param args command line after the program's name
 */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on("error", onBrokenPipe);
  const code = await run(args);
  // Output that is piped is written asynchronously; leaving before it is out would cut it.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

async function run(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (rest.includes("--help") ? "--help" : command) {
      case "serve":
        return await serve(rest, { variables: process.env, stopSignal });
      case "generate":
        return await generate(rest, { stdout: process.stdout, stderr: process.stderr, interrupt: interruptSignal() });
      case "calibrate":
        return await calibrate(rest, { stdout: process.stdout, stderr: process.stderr, interrupt: interruptSignal() });
      case "inspect":
        return await inspect(rest, process.stdout);
      case "--version":
        process.stdout.write(`${SOFTWARE}\n`);
        return EXIT.ok;
      case "--help":
      case "help":
        process.stdout.write(USAGE);
        return EXIT.ok;
      case undefined:
        throw new UsageError("a command is missing");
      default:
        throw new UsageError(`unknown command ${JSON.stringify(command)}`);
    }
  } catch (thrown) {
    return report(thrown);
  }
}

/** Tells an expected failure in one line; anything else is a bug and shows its stack. */
function report(thrown: unknown): number {
  if (thrown instanceof UsageError) {
    process.stderr.write(`dyllm-node: ${thrown.message}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const expected =
    thrown instanceof CommandError ||
    thrown instanceof ModelError ||
    thrown instanceof BackendError ||
    thrown instanceof ListenError;
  const text = expected ? thrown.message : thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`dyllm-node: ${text}\n`);
  return EXIT.failed;
}

/** `dyllm-node … | head` closes our output early: the reader has what it wanted, and there is nobody left to tell. */
function onBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") {
    process.exit(EXIT.ok);
  }
  throw error;
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
