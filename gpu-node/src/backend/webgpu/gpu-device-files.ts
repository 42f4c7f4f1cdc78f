import { existsSync, readdirSync } from "node:fs";

/** Where Linux shows GPUs: NVIDIA's own driver, WSL's, and the kernel's render nodes. */
const DEVICE_FILES = ["/dev/nvidiactl", "/dev/dxg"];
const RENDER_NODES = "/dev/dri";

/**
 * Whether this machine may have a GPU at all. Cheap, so that `auto` need not start a process to ask the drivers where
 * there is nothing to be found; only Linux can be sure that there is none.
 */
export function hasGpuDevice(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== "linux") {
    return true;
  }
  return DEVICE_FILES.some((file) => existsSync(file)) || renderNodes().length > 0;
}

function renderNodes(): readonly string[] {
  try {
    return readdirSync(RENDER_NODES).filter((name) => name.startsWith("renderD"));
  } catch {
    return []; // no such folder: no kernel driver
  }
}
