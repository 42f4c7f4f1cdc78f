import { z } from "zod";
import type { AdminClient } from "./client.ts";
import { durationOf, type Options, policyOf, textOf, UsageError } from "./options.ts";
import { table } from "./table.ts";

const MS_PER_SECOND = 1_000;

const count = z.number().nullable();

const key = z.looseObject({
  id: z.string(),
  source: z.string(),
  name: z.string(),
  tenant: z.string().nullable(),
  env: z.string(),
  created_at: count,
  expires_at: count,
  revoked_at: count,
  previous_secret_until: count,
  limits: z.object({
    requests_per_minute: count,
    tokens_per_minute: count,
    concurrency: count,
    tokens_per_day: count,
    tokens_per_month: count,
  }),
  running: z.number(),
});

const keyWithText = key.extend({ key: z.string() });

type Key = z.infer<typeof key>;

/** `keys …`: what it prints. Throws UsageError for a command line it does not understand, AdminError for a refusal. */
export async function keysCommand(
  client: AdminClient,
  [verb, id, ...rest]: readonly string[],
  options: Options,
): Promise<string> {
  if (rest.length > 0) {
    throw new UsageError(`too many arguments: ${rest.join(" ")}`);
  }
  const json = options.json === true;
  const show = (value: Key): string => (json ? JSON.stringify(value, null, 2) : keyTable([value]));
  switch (verb) {
    case "create": {
      const name = textOf(options, "name");
      if (name === undefined) {
        throw new UsageError("keys create needs --name");
      }
      const made = await client.call("POST", "keys", keyWithText, {
        ...{ name, tenant: textOf(options, "tenant"), env: textOf(options, "env"), expires_at: expiry(options) },
        ...policyOf(options),
      });
      return json ? JSON.stringify(made, null, 2) : secretText(made, "Give it to its user now: it is not shown again.");
    }
    case "list": {
      const tenant = textOf(options, "tenant");
      const keys = await client.list("keys", tenant === undefined ? {} : { tenant }, key);
      return json ? JSON.stringify(keys, null, 2) : keyTable(keys);
    }
    case "show":
      return show(await client.call("GET", pathOf(id), key));
    case "limits": {
      const patch = { ...policyOf(options), ...naming(options) };
      if (Object.keys(patch).length === 0) {
        throw new UsageError("keys limits needs at least one of the limits to set");
      }
      return show(await client.call("PATCH", pathOf(id), key, patch));
    }
    case "rotate": {
      const overlap = durationOf(options, "overlap");
      const body = overlap === undefined ? {} : { overlap_s: overlap };
      const rotated = await client.call("POST", `${pathOf(id)}/rotate`, keyWithText, body);
      const until = rotated.previous_secret_until;
      const old = until === null ? "The previous secret has ended." : `The previous secret ends ${date(until)}.`;
      return json ? JSON.stringify(rotated, null, 2) : secretText(rotated, old);
    }
    case "revoke":
      return show(await client.call("POST", `${pathOf(id)}/revoke`, key));
    default:
      throw new UsageError(`keys does not know "${verb ?? ""}"`);
  }
}

/** Unix seconds as `2026-11-23 12:00` (UTC), or a dash. */
export function date(seconds: number | null): string {
  return seconds === null
    ? "-"
    : new Date(seconds * MS_PER_SECOND).toISOString().slice(0, "2026-11-23T12:00".length).replace("T", " ");
}

function keyTable(keys: readonly Key[]): string {
  return table(
    ["id", "name", "tenant", "env", "state", "rpm", "tpm", "at once", "tokens/day", "tokens/month", "created"],
    keys.map(({ id, name, tenant, env, limits, created_at, ...rest }) => [
      id,
      name,
      tenant ?? "-",
      env,
      stateOf(rest),
      limits.requests_per_minute ?? "-",
      limits.tokens_per_minute ?? "-",
      limits.concurrency ?? "-",
      limits.tokens_per_day ?? "-",
      limits.tokens_per_month ?? "-",
      date(created_at),
    ]),
  );
}

function stateOf({ revoked_at, expires_at, source }: Pick<Key, "revoked_at" | "expires_at" | "source">): string {
  if (revoked_at !== null) {
    return "revoked";
  }
  if (expires_at !== null) {
    return expires_at * MS_PER_SECOND <= Date.now() ? "expired" : `until ${date(expires_at)}`;
  }
  return source === "configuration" ? "configured" : "valid";
}

function secretText(made: z.infer<typeof keyWithText>, note: string): string {
  return `${made.key}\n\n${note}\n${keyTable([made])}`;
}

function pathOf(id: string | undefined): string {
  if (id === undefined) {
    throw new UsageError("the id of a key is missing");
  }
  return `keys/${encodeURIComponent(id)}`;
}

function expiry(options: Options): number | undefined {
  const seconds = durationOf(options, "expires");
  return seconds === undefined ? undefined : Math.floor(Date.now() / MS_PER_SECOND) + seconds;
}

function naming(options: Options): object {
  const [name, tenant, expires] = [textOf(options, "name"), textOf(options, "tenant"), textOf(options, "expires")];
  return {
    ...(name !== undefined && { name }),
    ...(tenant !== undefined && { tenant: tenant === "none" ? null : tenant }),
    ...(expires !== undefined && { expires_at: expires === "none" ? null : expiry(options) }),
  };
}
