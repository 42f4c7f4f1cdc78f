/** `/admin/v1/keys`: issue, list, look up, change, rotate and revoke API keys. */
import { DyllmError } from "@dyllm/shared";
import type { ApiKeyObject, KeyDescription, KeyPatch } from "../auth/api-key-object.ts";
import { secretDigests } from "../auth/key-digest.ts";
import { formatApiKey, isOwnPublicId, makePublicId, makeSecret } from "../auth/key-format.ts";
import { OPEN_POLICY } from "../auth/key-policy.ts";
import type { KeyRecord } from "../auth/key-records.ts";
import { configOf } from "../config.ts";
import type { AppContext } from "../context.ts";
import { readJsonBody } from "../routes/read-json-body.ts";
import { audited } from "./audit-log.ts";
import { keyDirectory, MAX_KEY_PAGE } from "./key-directory.ts";
import {
  changedPolicy,
  createKeyRequest,
  namesPolicy,
  parseBody,
  patchKeyRequest,
  presentKey,
  queryInteger,
  rotateKeyRequest,
  toMs,
} from "./wire.ts";

/** One key of the gateway: its object, and its record when it is a configured one. */
export interface FoundKey {
  readonly id: string;
  readonly object: DurableObjectStub<ApiKeyObject>;
  readonly record: KeyRecord | null;
}

/** A page of keys, and the place to go on from (null: there are no more). */
export interface KeyPage {
  readonly keys: readonly FoundKey[];
  readonly next: number | null;
}

/** `POST /admin/v1/keys`: makes a key. Its text is in this answer and nowhere else. */
export async function createKey(c: AppContext): Promise<Response> {
  const request = parseBody(createKeyRequest, (await readJsonBody(c.req.raw)).value);
  const { keys: ring } = configOf(c.env);
  const publicId = await makePublicId(ring);
  const secret = makeSecret();
  const digest = await newestDigest(c, secret);
  const nowMs = Date.now();
  const key = {
    id: publicId,
    name: request.name,
    tenant: request.tenant ?? null,
    env: request.env,
    createdAtMs: nowMs,
    expiresAtMs: toMs(request.expires_at ?? null),
    secrets: [{ ...digest, createdAtMs: nowMs, expiresAtMs: null }],
    policy: changedPolicy(OPEN_POLICY, request),
  };
  const object = c.env.API_KEY_OBJECTS.getByName(publicId);
  await audited(c, "key.create", publicId, request, async () => {
    // Listed first: a key whose object was never filled shows nothing, and a filled one that is not listed cannot be found.
    if (!(await keyDirectory(c.env).add(publicId, key.tenant)) || !(await object.create(key))) {
      throw new DyllmError("internal_error", "The key's id is taken. Try again.");
    }
  });
  const shown = presentKey(publicId, await object.describe(), null);
  return c.json({ ...shown, key: formatApiKey({ env: request.env, publicId, secret }) }, 201);
}

/** `GET /admin/v1/keys?tenant=&limit=&before=`: newest first; configured keys come with the first page. */
export async function listKeys(c: AppContext): Promise<Response> {
  const { keys, next } = await pageOfKeys(c);
  const shown = await Promise.all(
    keys.map(async ({ id, object, record }) => presentKey(id, await object.describe(), record)),
  );
  return c.json({ object: "list", data: shown.filter((key) => key !== null), next });
}

/** `GET /admin/v1/keys/{id}`. */
export async function getKey(c: AppContext): Promise<Response> {
  const { id, record, description } = await find(c);
  return c.json(presentKey(id, description, record));
}

/** `PATCH /admin/v1/keys/{id}`: changes what the request names; limits and scopes one by one, null takes one away. */
export async function patchKey(c: AppContext): Promise<Response> {
  const request = parseBody(patchKeyRequest, (await readJsonBody(c.req.raw)).value);
  const { id, object, record, description } = await find(c);
  const policy = description.key?.policy ?? description.policy ?? (record === null ? OPEN_POLICY : policyOf(record));
  const patch: KeyPatch = {
    ...(request.name !== undefined && { name: request.name }),
    ...(request.tenant !== undefined && { tenant: request.tenant }),
    ...(request.expires_at !== undefined && { expiresAtMs: toMs(request.expires_at) }),
    ...(namesPolicy(request) && { policy: changedPolicy(policy, request) }),
  };
  await audited(c, "key.change", id, request, async () => {
    if (!(await object.update(patch))) {
      throw configured("Only the limits, scopes and preset of a key in the configuration can be changed here.");
    }
    if (patch.tenant !== undefined) {
      await keyDirectory(c.env).setTenant(id, patch.tenant);
    }
  });
  return c.json(presentKey(id, await object.describe(), record));
}

/** `POST /admin/v1/keys/{id}/rotate`: a new secret; the present one stays good for the overlap. */
export async function rotateKey(c: AppContext): Promise<Response> {
  const request = parseBody(rotateKeyRequest, (await readJsonBody(c.req.raw)).value);
  const { id, object, record, description } = await find(c);
  const secret = makeSecret();
  const digest = await newestDigest(c, secret);
  await audited(c, "key.rotate", id, request, async () => {
    if (!(await object.rotate(digest, Date.now() + (toMs(request.overlap_s) ?? 0)))) {
      throw configured("A key in the configuration is rotated there.");
    }
  });
  const env = description.key?.env ?? "";
  const shown = presentKey(id, await object.describe(), record);
  return c.json({ ...shown, key: formatApiKey({ env, publicId: id, secret }) });
}

/** `POST /admin/v1/keys/{id}/revoke` and `DELETE /admin/v1/keys/{id}`: ends a key for good, from the next request on. */
export async function revokeKey(c: AppContext): Promise<Response> {
  const { id, object, record } = await find(c);
  await audited(c, "key.revoke", id, {}, async () => await object.revoke(Date.now()));
  return c.json(presentKey(id, await object.describe(), record));
}

/** The keys a list is about, by its query string. */
export async function pageOfKeys(c: AppContext): Promise<KeyPage> {
  const tenant = c.req.query("tenant") ?? null;
  const limit = queryInteger(c.req.query("limit"), "limit", MAX_KEY_PAGE) ?? MAX_KEY_PAGE;
  const before = queryInteger(c.req.query("before"), "before", Number.MAX_SAFE_INTEGER);
  const entries = await keyDirectory(c.env).list(before, tenant, limit);
  const records = before === null && tenant === null ? [...configOf(c.env).keys.records.values()] : [];
  const found = (id: string, record: KeyRecord | null): FoundKey => ({
    id,
    object: c.env.API_KEY_OBJECTS.getByName(id),
    record,
  });
  return {
    keys: [...entries.map(({ id }) => found(id, null)), ...records.map((record) => found(record.id, record))],
    next: entries.length < limit ? null : (entries.at(-1)?.seq ?? null),
  };
}

/** The key a URL names. Throws DyllmError `key_not_found` when there is none. */
async function find(c: AppContext): Promise<FoundKey & { readonly description: KeyDescription }> {
  const id = c.req.param("id") ?? "";
  const { keys: ring } = configOf(c.env);
  const record = ring.records.get(id) ?? null;
  if (record !== null || (await isOwnPublicId(ring, id))) {
    const object = c.env.API_KEY_OBJECTS.getByName(id);
    const description = await object.describe();
    if (record !== null || description.key !== null) {
      return { id, object, record, description };
    }
  }
  throw new DyllmError("key_not_found", "There is no key of this id.");
}

async function newestDigest(c: AppContext, secret: string): Promise<{ pepperVersion: number; digest: string }> {
  const { keys: ring } = configOf(c.env);
  const digest = (await secretDigests(ring, secret)).find(({ pepperVersion }) => pepperVersion === ring.newestPepper);
  if (digest === undefined) {
    throw new Error("the newest pepper is one of the peppers");
  }
  return digest;
}

function policyOf({ limits, scopes, lowestPreset }: KeyRecord): Pick<KeyRecord, "limits" | "scopes" | "lowestPreset"> {
  return { limits, scopes, lowestPreset };
}

function configured(message: string): DyllmError {
  return new DyllmError("invalid_value", message);
}
