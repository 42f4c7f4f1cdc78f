// JavaScript, because it runs before the process has a TypeScript loader.
import { register } from "tsx/esm/api";

register();
await import("./process.ts");
