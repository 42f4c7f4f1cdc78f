import { existsSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { probeDevices } from "../../gpu-node/src/backend/webgpu/probe-devices.ts";

/** Where Debian's Mesa puts the manifest of lavapipe; its name differs between versions. */
const MANIFESTS = "/usr/share/vulkan/icd.d";
const STANDARD_ERROR = 2;

/** A cold driver compiles for seconds, and the tests of a whole run share the cores, in ms. */
export const DEVICE_START_MS = 120_000;

/** Set to run the tests on whatever adapter the machine has, a real GPU first. */
const ANY_ADAPTER = "DYLLM_TEST_ANY_ADAPTER";

/**
 * Chooses lavapipe for this process and those it starts, and tries it out.
 *
 * @returns null when an adapter computes; else why the tests cannot run, after saying so on standard error, past the
 *   test runner's own silence
 */
export async function withoutVulkan(): Promise<string | null> {
  const manifest = lavapipeManifest();
  if (manifest !== null && process.env[ANY_ADAPTER] === undefined) {
    // The second is the first one's older name.
    process.env.VK_DRIVER_FILES = manifest;
    process.env.VK_ICD_FILENAMES = manifest;
  }
  const probe = await probeDevices();
  if (probe.type === "adapters") {
    return null;
  }
  writeSync(
    STANDARD_ERROR,
    `\n*** SKIPPED: the WebGPU backend is NOT tested in this run: ${probe.message}\n` +
      "*** Install a software driver with tools/software-vulkan/install.sh (as root) and run again.\n\n",
  );
  return probe.message;
}

function lavapipeManifest(): string | null {
  const name = existsSync(MANIFESTS) ? readdirSync(MANIFESTS).find((file) => file.startsWith("lvp_icd")) : undefined;
  return name === undefined ? null : join(MANIFESTS, name);
}
