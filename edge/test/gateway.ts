/** The app under test: its bindings, a key that is valid there, and requests that are awaited to their very end. */

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { toHex } from "@dyllm/shared";
import { app } from "../src/app.ts";
import type { Env } from "../src/env.ts";

const PEPPER = new Uint8Array(32).fill(7);
const SIGNING_KEY = `test:${base64url(new Uint8Array(32).fill(9))}`;

/** The secret part of every test key. */
export const SECRET = base64url(new Uint8Array(32).fill(3));

export interface Gateway {
  readonly env: Env;
  /** Sends a request; `path` or a whole URL. Resolves before the body is read. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Posts a chat request with the valid key. */
  chat(body: unknown): Promise<Response>;
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
}

/** A gateway with one key and, unless told otherwise, one node at `http://node-a.test`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const key = await crypto.subtle.importKey("raw", PEPPER, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(SECRET))));
  const keyEnv = options.keyEnv ?? "live";
  const bindings: Env = {
    API_KEY_OBJECTS: env.API_KEY_OBJECTS,
    DYLLM_ENV: options.dyllmEnv ?? "production",
    NODES: JSON.stringify(options.nodes ?? [{ id: "node-a", url: "http://node-a.test" }]),
    API_KEYS: JSON.stringify([{ id: options.keyId, digest, pepperVersion: 1, name: "test", env: keyEnv }]),
    KEY_PEPPERS: JSON.stringify({ 1: base64url(PEPPER) }),
    NODE_SIGNING_KEY: SIGNING_KEY,
    CORS_ORIGINS: options.corsOrigins ?? "",
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
    chat: (body) =>
      send("/v1/chat/completions", {
        method: "POST",
        headers: {
          authorization: `Bearer sk-dyllm-${keyEnv}-${options.keyId}-${SECRET}`,
          "content-type": "application/json",
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    settled: async () => {
      await Promise.all(contexts.map((context) => waitOnExecutionContext(context)));
    },
  };
}

/** Base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
