/** What a process uses (Linux). */
import { readdir, readFile } from "node:fs/promises";

const NS_PER_MS = 1e6;

/** Resident memory, in KiB. */
export async function residentKib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN);
}

/** CPU time of all its threads so far, in ms. */
export async function cpuMs(pid: number): Promise<number> {
  let total = 0;
  for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    const stat = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
    total += Number(stat.split(" ")[0]) / NS_PER_MS;
  }
  return total;
}
