import { readdir, readFile } from "node:fs/promises";

/** What a process holds (Linux). */
export interface ProcessUsage {
  /** Resident memory in MiB. */
  readonly memoryMib: number;
  /** Open descriptors: files and sockets. */
  readonly descriptors: number;
  readonly threads: number;
}

/** Whether {@link processUsage} works here. */
export const HAS_PROC = process.platform === "linux";

/** Memory, descriptors and threads of a process. Throws when it is gone. */
export async function processUsage(pid: number): Promise<ProcessUsage> {
  const [status, descriptors] = await Promise.all([
    readFile(`/proc/${pid}/status`, "utf8"),
    readdir(`/proc/${pid}/fd`),
  ]);
  return {
    memoryMib: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024,
    descriptors: descriptors.length,
    threads: Number(/Threads:\s+(\d+)/.exec(status)?.[1]),
  };
}
