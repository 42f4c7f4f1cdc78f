import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../tools/local/worker-bundle.ts";

/** What a shipped systemd unit starts. */
export interface UnitCommand {
  /** Arguments after the program. */
  readonly args: readonly string[];
  /** The variables it sets itself. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the command of a unit in `deploy/systemd`. @param moved what stands here for each of its paths and values */
export async function unitCommand(
  name: "dyllm-edge" | "dyllm-node",
  moved: Readonly<Record<string, string>>,
): Promise<UnitCommand> {
  const unit = await readFile(join(ROOT, "deploy/systemd", `${name}.service`), "utf8");
  const [, command = ""] = /^ExecStart=(.+)$/m.exec(unit) ?? [];
  const here = Object.entries(moved).reduce((text, [from, to]) => text.replaceAll(from, to), command);
  const [, ...args] = here.split(" ");
  const variables = Array.from(unit.matchAll(/^Environment=(\w+)=(.*)$/gm), ([, key = "", value = ""]) => [key, value]);
  return { args, environment: Object.fromEntries(variables) };
}
