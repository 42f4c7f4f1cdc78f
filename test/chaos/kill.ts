/** `npm run drill:kill`: kills nodes by SIGKILL in mid-answer under load, and says what the clients noticed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { withCluster } from "./cluster.ts";
import { drillQuestions, killDrill } from "./kill-drill.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    nodes: { type: "string", default: "2" },
    kind: { type: "string", default: "static" },
    streams: { type: "string", default: "6" },
    "max-tokens": { type: "string", default: "96" },
    seed: { type: "string", default: "1" },
  },
});

const kind = z.enum(["static", "registered", "linked"]).parse(values.kind);
const directory = await mkdtemp(join(tmpdir(), "dyllm-drill-"));
try {
  const result = await withCluster({ directory, nodes: Number(values.nodes), kind }, (cluster) =>
    killDrill(cluster, {
      kills: Number(values.kills),
      streams: Number(values.streams),
      seed: Number(values.seed),
      questions: drillQuestions(["dense", "dyllm-exact", "dyllm"], Number(values["max-tokens"])),
      onKill: (done, running) => process.stderr.write(`kill ${done}: ${running} running\n`),
    }),
  );
  console.log(`${result.kills} kills, ${result.interrupted} generations interrupted`);
  console.log("| mode | answers | incomplete | usage wrong | other than undisturbed |");
  console.log("|---|---|---|---|---|");
  for (const [mode, { answers, incomplete, usageWrong, different }] of result.modes) {
    console.log(`| ${mode} | ${answers} | ${incomplete} | ${usageWrong} | ${different} |`);
  }
  for (const problem of result.problems) {
    console.log(problem);
  }
  const dense = result.modes.get("dense");
  const bad = [...result.modes.values()].some(({ incomplete, usageWrong }) => incomplete + usageWrong > 0);
  process.exitCode = bad || dense === undefined || dense.different > 0 ? 1 : 0;
} finally {
  await rm(directory, { recursive: true, force: true });
}
