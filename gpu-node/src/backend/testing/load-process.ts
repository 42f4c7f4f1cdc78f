/** Loads the model of the directory it is given on the native runtime and prints, as JSON, what that took, in bytes. */
import { createBackend } from "../create-backend.ts";

const directory = process.argv[2] ?? "";
const before = process.resourceUsage().maxRSS * 1024;
const backend = await createBackend({ directory, kind: "cpu", threads: 1 });
const grown = process.resourceUsage().maxRSS * 1024 - before;
await backend.dispose();
process.stdout.write(JSON.stringify({ grown }));
