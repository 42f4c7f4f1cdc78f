// JavaScript, because it runs before the thread has a TypeScript loader: `--import tsx` does not reach a thread's modules.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
