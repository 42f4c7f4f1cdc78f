import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Lines kept for the report of a crash. */
const LAST_LINES = 12;
/** A verbose session writes thousands of lines; these are the ones that say where operators run. */
const PLACEMENT_LINE = "VerifyEachNodeIsAssignedToAnEp";
/** The runtime's own informative lines say nothing of a crash. */
const INFORMATIVE = /^\S+ \S+ \[[VI]:onnxruntime/;

/**
 * A device process's standard error. A file and not a pipe: runtime and driver write from native code, which loses what a
 * full pipe does not take.
 */
export class DeviceLog {
  /** To be given to the process as its standard error. */
  readonly descriptor: number;
  #closed = false;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), "dyllm-device-"));
    this.descriptor = openSync(join(folder, "stderr.log"), "w+");
    if (process.platform !== "win32") {
      rmSync(folder, { recursive: true }); // the open file stays; Windows removes no open files
    }
  }

  /** The lines on the operators' placement. */
  placement(): string {
    return this.#lines()
      .filter((line) => line.includes(PLACEMENT_LINE))
      .join("\n");
  }

  /** What the driver and the runtime complained of last. */
  lastLines(): string {
    return this.#lines()
      .filter((line) => line !== "" && !INFORMATIVE.test(line))
      .slice(-LAST_LINES)
      .join("\n");
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      closeSync(this.descriptor);
    }
  }

  #lines(): string[] {
    if (this.#closed) {
      return [];
    }
    const text = Buffer.alloc(fstatSync(this.descriptor).size);
    readSync(this.descriptor, text, 0, text.length, 0);
    return text.toString("utf8").split("\n");
  }
}
