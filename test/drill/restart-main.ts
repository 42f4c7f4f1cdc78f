/**
 * `npm run drill:restart`: kills workerd in the middle of traffic, again and again; exits 1 when anything is lost that must
 * not be.
 *
 *   --restarts N (default 20)   --traffic-ms N before each (default 7000)
 */
import { parseArgs } from "node:util";
import { restartDrill } from "./restart.ts";

const { values } = parseArgs({
  options: { restarts: { type: "string", default: "20" }, "traffic-ms": { type: "string", default: "7000" } },
});

const report = await restartDrill({
  restarts: Number(values.restarts),
  trafficMs: Number(values["traffic-ms"]),
  log: (line) => console.log(line),
});
console.log(JSON.stringify(report, null, 2));
process.exitCode = report.problems.length === 0 ? 0 : 1;
