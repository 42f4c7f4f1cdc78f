import { DurableObject } from "cloudflare:workers";
import {
  DyllmError,
  type GatewayMessage,
  GENERATE_PATH,
  LEASE_MS,
  LINK_CLOSE,
  LINK_PING,
  LINK_PONG,
  type NodeStatus,
  nodeMessage,
  nodeStatus,
  toOpenAiError,
} from "@dyllm/shared";
import { z } from "zod";
import type { Env } from "../env.ts";
import { LinkJob } from "./link-job.ts";
import { nodeDirectory } from "./node-directory.ts";

/** Headers between the Worker and this object only. */
export const LINK_HEADERS = {
  nodeId: "x-dyllm-link-node",
  proof: "x-dyllm-link-proof",
  job: "x-dyllm-link-job",
} as const;

/** Longest message of a node: a block of frames and its escapes. */
const MAX_MESSAGE_CHARACTERS = 8 * 1024 * 1024;

/** What survives hibernation, kept with the socket (at most 16 KiB). */
const attachment = z.object({ nodeId: z.string(), connectedMs: z.number(), status: nodeStatus.nullable() });

type Attachment = z.infer<typeof attachment>;

/** The part of a generate request this object looks at. */
const keepAlive = z.object({ keepAliveMs: z.number().optional() });

/**
 * The gateway's end of one node's connection, named by the node's id: takes the socket the node has dialled, and turns
 * calls to the node into messages on it. Sleeps with the socket open while nothing happens; then all it knows is what is
 * attached to the socket, and no job runs.
 */
export class NodeLink extends DurableObject<Env> {
  readonly #jobs = new Map<string, LinkJob>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(LINK_PING, LINK_PONG));
  }

  /** A call to the node (status, generate), or the node's own handshake; the Worker has checked who it is. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
      return this.#accept(request);
    }
    const socket = this.#socket();
    if (socket === null) {
      // The directory may remember a connection that ended with the gateway's last process.
      const [nodeId] = [request.headers.get(LINK_HEADERS.nodeId)];
      if (nodeId !== null) {
        await nodeDirectory(this.env).unlinked(nodeId);
      }
      return gone();
    }
    return new URL(request.url).pathname === GENERATE_PATH
      ? await this.#generate(socket, request)
      : this.#status(socket);
  }

  /** Ends a job whose reader has left. */
  cancel(job: string): void {
    this.#jobs.get(job)?.cancel();
    this.#jobs.delete(job);
  }

  /** Closes the connection for good: an operator has removed the node. */
  remove(): void {
    for (const socket of this.ctx.getWebSockets()) {
      socket.close(LINK_CLOSE.removed, "removed");
    }
    this.#loseJobs();
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const parsed = typeof message === "string" ? parseMessage(message) : null;
    if (parsed === null) {
      socket.close(LINK_CLOSE.malformed, "malformed message");
      this.#loseJobs();
      return;
    }
    if (parsed.type === "status") {
      const known = readAttachment(socket);
      if (known !== null) {
        attach(socket, { ...known, status: parsed.status });
      }
      return;
    }
    const job = this.#jobs.get(parsed.job);
    if (job === undefined) {
      // The job of a reader that has left, or of a process that is no more.
      if (parsed.type === "data") {
        send(socket, { type: "cancel", job: parsed.job });
      }
      return;
    }
    if (job.receive(parsed)) {
      this.#jobs.delete(parsed.job);
    }
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    await this.#closed(socket);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#closed(socket);
  }

  #accept(request: Request): Response {
    const nodeId = request.headers.get(LINK_HEADERS.nodeId) ?? "";
    const proof = request.headers.get(LINK_HEADERS.proof) ?? "";
    for (const old of this.ctx.getWebSockets()) {
      // Same node, same key: it has dialled again, and its old connection is a dead one that nobody has noticed.
      old.close(LINK_CLOSE.replaced, "replaced");
    }
    this.#loseJobs();
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    attach(server, { nodeId, connectedMs: Date.now(), status: null });
    send(server, { type: "welcome", proof });
    return new Response(null, { status: 101, webSocket: client });
  }

  async #generate(socket: WebSocket, request: Request): Promise<Response> {
    const id = request.headers.get(LINK_HEADERS.job) ?? crypto.randomUUID();
    const body: unknown = await request.json();
    const { keepAliveMs } = keepAlive.parse(body);
    const port = {
      credit: (bytes: number) => send(socket, { type: "credit", job: id, bytes }),
      cancel: () => {
        this.#jobs.delete(id);
        send(socket, { type: "cancel", job: id });
      },
    };
    const job = new LinkJob(port, keepAliveMs ?? null);
    this.#jobs.set(id, job);
    if (!send(socket, { type: "job", job: id, request: body })) {
      this.#jobs.delete(id);
      job.lost();
    }
    return await job.response;
  }

  #status(socket: WebSocket): Response {
    const status: NodeStatus | null = readAttachment(socket)?.status ?? null;
    return status === null ? gone() : Response.json(status);
  }

  /** The node's connection, if it lives: a node that has not pinged for a lease is gone, whatever TCP believes. */
  #socket(): WebSocket | null {
    const open = this.ctx.getWebSockets().filter((socket) => socket.readyState === WebSocket.READY_STATE_OPEN);
    const newest = open.at(-1);
    if (newest === undefined) {
      return null;
    }
    const pinged = this.ctx.getWebSocketAutoResponseTimestamp(newest)?.getTime();
    const lastSign = pinged ?? readAttachment(newest)?.connectedMs ?? 0;
    if (Date.now() - lastSign > LEASE_MS) {
      newest.close(LINK_CLOSE.dead, "no ping");
      this.#loseJobs();
      return null;
    }
    return newest;
  }

  async #closed(socket: WebSocket): Promise<void> {
    socket.close();
    const others = this.ctx
      .getWebSockets()
      .filter((other) => other !== socket && other.readyState === WebSocket.READY_STATE_OPEN);
    if (others.length > 0) {
      return;
    }
    this.#loseJobs();
    const nodeId = readAttachment(socket)?.nodeId;
    if (nodeId !== undefined) {
      await nodeDirectory(this.env).unlinked(nodeId);
    }
  }

  #loseJobs(): void {
    for (const job of this.#jobs.values()) {
      job.lost();
    }
    this.#jobs.clear();
  }
}

function gone(): Response {
  const error = new DyllmError("node_lost", "The node is not connected.");
  return Response.json(toOpenAiError(error), { status: error.status });
}

function parseMessage(text: string): z.infer<typeof nodeMessage> | null {
  if (text.length > MAX_MESSAGE_CHARACTERS) {
    return null;
  }
  try {
    return nodeMessage.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether the message was handed over: a socket that is closing takes none, and its close event follows. */
function send(socket: WebSocket, message: GatewayMessage): boolean {
  try {
    socket.send(JSON.stringify(message));
    return true;
  } catch {
    return false;
  }
}

function attach(socket: WebSocket, value: Attachment): void {
  try {
    socket.serializeAttachment(value);
  } catch {
    // A status beyond 16 KiB (hundreds of models) cannot be kept; the node then counts as one that says nothing.
    socket.serializeAttachment({ ...value, status: null });
  }
}

function readAttachment(socket: WebSocket): Attachment | null {
  const parsed = attachment.safeParse(socket.deserializeAttachment());
  return parsed.success ? parsed.data : null;
}
