import { fork } from "node:child_process";
import { type Adapter, type DeviceProbe, deviceProblem, probeReport, problemOf } from "./adapter.ts";

/** A driver answers within a second or two, a cold one within ten. */
const PROBE_TIMEOUT_MS = 60_000;
/** What is kept of the drivers' own words: the Vulkan loader lists its devices several times over. */
const MAX_LOG_CHARACTERS = 200_000;

/** What the probing process left behind. */
export interface Ending {
  /** Its message, as it came. */
  readonly report: unknown;
  readonly signal: string | null;
  readonly code: number | null;
  readonly timedOut: boolean;
  /** Its standard error. */
  readonly log: string;
}

/**
 * Asks the drivers of this machine for a WebGPU adapter, in a process of its own. Never throws: a crash of the driver is
 * one of the answers.
 *
 * @param environment of the probing process, which is where the Vulkan loader looks for drivers
 */
export async function probeDevices(environment: NodeJS.ProcessEnv = process.env): Promise<DeviceProbe> {
  return interpret(await runProbe(environment));
}

/** The answer that an ending stands for. */
export function interpret(ending: Ending): DeviceProbe {
  if (ending.timedOut) {
    return deviceProblem("driver_hangs");
  }
  const parsed = probeReport.safeParse(ending.report);
  if (!parsed.success) {
    return deviceProblem("driver_crash", ending.signal ?? `exit code ${ending.code}`);
  }
  if (parsed.data.type === "failed") {
    return deviceProblem(problemOf(`${parsed.data.message}\n${ending.log}`));
  }
  const { adapters, fp16 } = parsed.data;
  const [first, ...others] = byPreference(adapters.length > 0 ? adapters : loaderAdapters(ending.log));
  return { type: "adapters", adapters: [first ?? UNNAMED, ...others], fp16 };
}

/** An adapter that computes, on a platform whose loader does not say its name. */
const UNNAMED: Adapter = {
  description: "the default WebGPU adapter",
  vendor: "",
  architecture: "",
  software: false,
  limits: {},
  features: [],
};

/** Vulkan devices that compute on the host: Mesa's lavapipe, Google's SwiftShader. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader/i;

/**
 * The devices that the Vulkan loader (1.3.207 or newer, Linux) names on standard error when `VK_LOADER_DEBUG` asks for it,
 * in its order of preference.
 */
function loaderAdapters(log: string): Adapter[] {
  const start = log.lastIndexOf("Sorted order:");
  if (start === -1) {
    return [];
  }
  const adapters: Adapter[] = [];
  for (const line of log.slice(start).split("\n").slice(1)) {
    const description = /^INFO \| DRIVER:\s+\[\d+\]\s+(.*?)\s*$/.exec(line)?.[1];
    if (description === undefined) {
      break;
    }
    adapters.push({ ...UNNAMED, description, software: SOFTWARE.test(description) });
  }
  return adapters;
}

/** Real devices before software ones. */
function byPreference(adapters: readonly Adapter[]): Adapter[] {
  return adapters.toSorted((a, b) => Number(a.software) - Number(b.software));
}

function runProbe(environment: NodeJS.ProcessEnv): Promise<Ending> {
  return new Promise((resolve) => {
    const child = fork(new URL("./probe-start.js", import.meta.url), [], {
      execArgv: [],
      env: { ...environment, VK_LOADER_DEBUG: "driver" },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let report: unknown = null;
    let log = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, PROBE_TIMEOUT_MS);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-MAX_LOG_CHARACTERS);
    });
    child.on("message", (message) => {
      report = message;
    });
    child.on("error", (error) => {
      log += error.message;
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ report, signal, code, timedOut, log });
    });
  });
}
