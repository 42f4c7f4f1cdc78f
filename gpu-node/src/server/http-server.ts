import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DyllmError } from "@dyllm/shared";
import { getRequestListener } from "@hono/node-server";
import type { NodeApp } from "./app.ts";
import { errorResponse } from "./error-response.ts";
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from "./limits.ts";

/** Serves the app over HTTP/1.1 with this node's limits; not listening yet. */
export function createHttpServer(app: NodeApp): Server {
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    // Reached only by what is no request at all, such as an invalid Host; the app answers everything else.
    errorHandler: () => errorResponse(new DyllmError("unknown_url", "The request's address is malformed.")),
  });
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      // Frames are small and each should leave when it is written.
      noDelay: true,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

/** Why a server could not listen, in one line for the operator. */
export class ListenError extends Error {
  readonly code: string;

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const reasons: Record<string, string> = {
      EADDRINUSE: "the port is already in use",
      EACCES: "no permission for this port",
      EADDRNOTAVAIL: "this machine has no such address",
      ENOTFOUND: "the host name is unknown",
    };
    super(`cannot listen on ${host}:${port}: ${reasons[cause.code ?? ""] ?? cause.message}`, { cause });
    this.name = "ListenError";
    this.code = cause.code ?? "unknown";
  }
}

/**
 * Starts listening.
 * @param port 0 picks a free one
 * @returns the port in use
 * @throws ListenError
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(new ListenError(host, port, error));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** How often a closing server looks for connections that have become idle, in ms. */
const CLOSE_CHECK_MS = 20;

/**
 * Stops accepting, lets open answers end for `graceMs`, cuts what is left, and resolves when the port is free.
 * A kept connection counts as open to Node after its last answer, so idle ones are looked for repeatedly.
 */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  const sweep = setInterval(() => {
    if (Date.now() < deadline) {
      server.closeIdleConnections();
    } else {
      server.closeAllConnections();
    }
  }, CLOSE_CHECK_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(sweep);
}
