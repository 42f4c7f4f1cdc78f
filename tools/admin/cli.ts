import { parseArgs } from "node:util";
import { adminClient } from "./client.ts";
import { makeCredential } from "./credential.ts";
import { keysCommand } from "./keys.ts";
import { OPTIONS, type Options, textOf, UsageError } from "./options.ts";
import { auditCommand, nodesCommand, problemOf, usageCommand } from "./reports.ts";

const DEFAULT_URL = "http://127.0.0.1:8787";

const HELP = `dyllm-admin: keys, limits, usage and nodes of a dyllm gateway

  keys create --name NAME [--tenant T] [--env live] [--expires 90d] [limits] [scopes]
  keys list [--tenant T]            keys show ID
  keys limits ID [limits] [scopes] [--name N] [--tenant T] [--expires 90d|none]
  keys rotate ID [--overlap 24h]    keys revoke ID
  usage [--tenant T] [--days N]     audit [--limit N]
  nodes list                        nodes drain|undrain|remove ID
  credential NAME                   a new admin credential and its entry for ADMIN_KEYS, from KEY_PEPPERS; asks no gateway

limits  --rpm N --tpm N --concurrency N --tokens-per-day N --tokens-per-month N      (N or "none")
scopes  --models a,b --endpoints chat.completions,… --max-tokens N --lowest-preset balanced|fast|none

--url URL   the gateway, else DYLLM_URL, else ${DEFAULT_URL}
--json      the API's answer instead of a table

The admin credential is taken from the environment variable DYLLM_ADMIN_KEY, never from the command line.`;

/** Where the command writes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

const TERMINAL: Output = { out: (text) => console.log(text), err: (text) => console.error(text) };

/** Runs one command. Returns the exit code: 0 done, 1 refused or unreachable, 2 not understood. */
export async function main(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  output: Output = TERMINAL,
): Promise<0 | 1 | 2> {
  try {
    output.out(await run(args, env));
    return 0;
  } catch (thrown) {
    const { text, exitCode } = problemOf(thrown);
    output.err(text);
    return exitCode;
  }
}

async function run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const { values, positionals } = parse(args);
  const [subject, ...rest] = positionals;
  if (values.help === true || subject === undefined) {
    return HELP;
  }
  if (subject === "credential") {
    const { credential, record } = makeCredential(rest[0] ?? "", env.KEY_PEPPERS ?? "");
    return `${credential}\n\nAdd this to ADMIN_KEYS; the line above is not kept anywhere.\n${JSON.stringify(record)}`;
  }
  const credential = env.DYLLM_ADMIN_KEY;
  if (credential === undefined || credential === "") {
    throw new UsageError("set DYLLM_ADMIN_KEY to an admin credential");
  }
  const client = adminClient(textOf(values, "url") ?? env.DYLLM_URL ?? DEFAULT_URL, credential);
  switch (subject) {
    case "keys":
      return await keysCommand(client, rest, values);
    case "usage":
      return await usageCommand(client, values);
    case "audit":
      return await auditCommand(client, values);
    case "nodes":
      return await nodesCommand(client, rest, values);
    default:
      throw new UsageError(`there is no command "${subject}"`);
  }
}

function parse(args: readonly string[]): { values: Options; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}
