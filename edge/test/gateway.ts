/** The app under test: its bindings, a key that is valid there, and requests that are awaited to their very end. */

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { toHex } from "@dyllm/shared";
import { app } from "../src/app.ts";
import type { Env } from "../src/env.ts";

/** The one pepper of test gateways. */
export const PEPPER = new Uint8Array(32).fill(7);
const SIGNING_KEY = `test:${base64url(new Uint8Array(32).fill(9))}`;

/** The secret part of every test key. */
export const SECRET = base64url(new Uint8Array(32).fill(3));

export interface Gateway {
  readonly env: Env;
  /** Sends a request; `path` or a whole URL. Resolves before the body is read. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Posts a chat request with the valid key. */
  chat(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Waits for what requests left behind in `waitUntil`. Bodies must have been read. */
  settled(): Promise<void>;
}

export interface GatewayOptions {
  /** Public id of the key; unique for each test, since the key's object outlives it. */
  readonly keyId: string;
  readonly keyEnv?: string;
  readonly dyllmEnv?: string;
  readonly nodes?: readonly { readonly id: string; readonly url: string }[];
  readonly corsOrigins?: string;
  /** Fields of the binding `ROUTING`; by default nothing waits. */
  readonly routing?: Readonly<Record<string, number | null>>;
  /** Further bindings, or others in the place of the usual ones. */
  readonly bindings?: Partial<Env>;
}

/** A gateway with one key and, unless told otherwise, one node at `http://node-a.test`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const digest = await hmacHex(PEPPER, SECRET);
  const keyEnv = options.keyEnv ?? "live";
  const bindings: Env = {
    API_KEY_OBJECTS: env.API_KEY_OBJECTS,
    KEY_DIRECTORY: env.KEY_DIRECTORY,
    AUDIT_LOG: env.AUDIT_LOG,
    NODE_DIRECTORY: env.NODE_DIRECTORY,
    NODE_LINKS: env.NODE_LINKS,
    DYLLM_ENV: options.dyllmEnv ?? "production",
    NODES: JSON.stringify(options.nodes ?? [{ id: "node-a", url: "http://node-a.test" }]),
    API_KEYS: JSON.stringify([{ id: options.keyId, digest, pepperVersion: 1, name: "test", env: keyEnv }]),
    KEY_PEPPERS: JSON.stringify({ 1: base64url(PEPPER) }),
    NODE_SIGNING_KEY: SIGNING_KEY,
    CORS_ORIGINS: options.corsOrigins ?? "",
    // Tests of refusals should not wait for room that never comes.
    ROUTING: JSON.stringify({ queueWaitMs: 0, failoverWaitMs: 0, ...options.routing }),
    ...options.bindings,
  };
  const contexts: ExecutionContext[] = [];
  const send = async (path: string, init?: RequestInit): Promise<Response> => {
    const context = createExecutionContext();
    contexts.push(context);
    return await app.fetch(new Request(new URL(path, "https://gateway.test"), init), bindings, context);
  };
  return {
    env: bindings,
    fetch: send,
    chat: (body, headers = {}) =>
      send("/v1/chat/completions", {
        method: "POST",
        headers: {
          authorization: `Bearer sk-dyllm-${keyEnv}-${options.keyId}-${SECRET}`,
          "content-type": "application/json",
          ...headers,
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    settled: async () => {
      await Promise.all(contexts.map((context) => waitOnExecutionContext(context)));
    },
  };
}

/** Hex HMAC-SHA-256 of a text, as a record keeps it of a secret. */
export async function hmacHex(pepper: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", pepper, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text))));
}

/** Base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
