import { z } from "zod";
import { type AdminClient, AdminError } from "./client.ts";
import { date } from "./keys.ts";
import { type Options, textOf, UsageError } from "./options.ts";
import { table } from "./table.ts";

const DEFAULT_AUDIT_ENTRIES = 50;

const counts = { requests: z.number(), prompt_tokens: z.number(), completion_tokens: z.number() };

const usage = z.object({
  key_id: z.string(),
  name: z.string().nullable(),
  tenant: z.string().nullable(),
  ...counts,
  tokens_today: z.number(),
  tokens_this_month: z.number(),
  last_used_at: z.number().nullable(),
  days: z.array(z.object({ date: z.string(), ...counts })),
});

const entry = z.object({
  id: z.number(),
  at: z.number(),
  admin: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.unknown(),
  outcome: z.string(),
});

const node = z.looseObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  models: z.array(z.string()),
  running: z.number().nullable(),
  queued: z.number().nullable(),
  load: z.number(),
  steps_per_second: z.number().nullable(),
});

/** `usage`: a row for each key, or for each key and day, and a total. */
export async function usageCommand(client: AdminClient, options: Options): Promise<string> {
  const [tenant, days] = [textOf(options, "tenant"), textOf(options, "days")];
  const query = { ...(tenant !== undefined && { tenant }), ...(days !== undefined && { days }) };
  const rows = await client.list("usage", query, usage);
  if (options.json === true) {
    return JSON.stringify(rows, null, 2);
  }
  if (days !== undefined) {
    return table(
      ["date", "key", "name", "tenant", "requests", "prompt", "completion"],
      rows.flatMap((row) =>
        row.days.map((day) => [
          ...[day.date, row.key_id, row.name ?? "-", row.tenant ?? "-"],
          ...[day.requests, day.prompt_tokens, day.completion_tokens],
        ]),
      ),
    );
  }
  const total = (field: "requests" | "prompt_tokens" | "completion_tokens" | "tokens_today" | "tokens_this_month") =>
    rows.reduce((sum, row) => sum + row[field], 0);
  return table(
    ["key", "name", "tenant", "requests", "prompt", "completion", "today", "month", "last used"],
    [
      ...rows.map((row) => [
        ...[row.key_id, row.name ?? "-", row.tenant ?? "-", row.requests, row.prompt_tokens, row.completion_tokens],
        ...[row.tokens_today, row.tokens_this_month, date(row.last_used_at)],
      ]),
      [
        ...["total", "", "", total("requests"), total("prompt_tokens"), total("completion_tokens")],
        ...[total("tokens_today"), total("tokens_this_month"), ""],
      ],
    ],
  );
}

/** `audit`: what administrators did, newest first. */
export async function auditCommand(client: AdminClient, options: Options): Promise<string> {
  const limit = textOf(options, "limit") ?? String(DEFAULT_AUDIT_ENTRIES);
  if (!/^[1-9]\d{0,5}$/.test(limit)) {
    throw new UsageError("--limit takes a whole number");
  }
  const entries = await client.list("audit", {}, entry, Number(limit));
  return options.json === true
    ? JSON.stringify(entries, null, 2)
    : table(
        ["time (UTC)", "admin", "action", "target", "outcome", "detail"],
        entries.map((e) => [date(e.at), e.admin, e.action, e.target, e.outcome, JSON.stringify(e.detail)]),
      );
}

/** `nodes …`: what nodes there are, and keeping work from them. */
export async function nodesCommand(
  client: AdminClient,
  [verb, id]: readonly string[],
  options: Options,
): Promise<string> {
  if (verb === "list") {
    const nodes = await client.list("nodes", {}, node);
    return options.json === true
      ? JSON.stringify(nodes, null, 2)
      : table(
          ["id", "kind", "state", "running", "queued", "load", "steps/s", "models"],
          nodes.map((n) => [
            ...[n.id, n.kind, n.state, n.running ?? "-", n.queued ?? "-", n.load],
            ...[n.steps_per_second ?? "-", n.models.join(" ")],
          ]),
        );
  }
  if (id === undefined) {
    throw new UsageError(
      verb === undefined ? "nodes needs list, drain, undrain or remove" : "the id of a node is missing",
    );
  }
  const path = `nodes/${encodeURIComponent(id)}`;
  switch (verb) {
    case "drain":
    case "undrain":
      await client.call("POST", `${path}/${verb}`, z.unknown());
      return `${id}: ${verb === "drain" ? "drained, no new work goes there" : "takes work again"}`;
    case "remove":
      await client.call("DELETE", path, z.unknown());
      return `${id}: removed`;
    default:
      throw new UsageError(`nodes does not know "${verb ?? ""}"`);
  }
}

/** What went wrong, in one line, and the exit code: 2 for a wrong command line, 1 for anything else. */
export function problemOf(thrown: unknown): { readonly text: string; readonly exitCode: 1 | 2 } {
  if (thrown instanceof UsageError) {
    return { text: `${thrown.message}. dyllm-admin --help lists the commands.`, exitCode: 2 };
  }
  if (thrown instanceof AdminError) {
    return { text: `${thrown.code}: ${thrown.message}`, exitCode: 1 };
  }
  return { text: thrown instanceof Error ? thrown.message : String(thrown), exitCode: 1 };
}
