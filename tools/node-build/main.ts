/** `npm run build:node`: the node as plain JavaScript in `gpu-node/dist`, for service. */
import { relative } from "node:path";
import { buildNode } from "./build.ts";

console.log(`node: ${relative(process.cwd(), await buildNode())}`);
