/** Command line of the random checkpoint: see `USAGE`. */
import { parseCommandLine, USAGE } from "./options.ts";
import { writeRandomCheckpoint } from "./write.ts";

try {
  const options = parseCommandLine(process.argv.slice(2));
  await writeRandomCheckpoint(options);
  console.log(`wrote ${options.layers} layers of width ${options.hidden} to ${options.directory}`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 1;
}
