import { connect, createServer, type Server, type Socket } from "node:net";

/** A piece of wire that a test can cut or clamp. */
export interface Wire {
  readonly url: string;
  /** Breaks every connection that is open, in mid-byte. */
  cut(): void;
  /** Passes on nothing more towards the client until `release`. */
  clamp(): void;
  release(): void;
  close(): Promise<void>;
}

/** Forwards TCP from a free port to the origin of `target`. */
export async function startProxy(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let clamped = false;
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    sockets.add(client).add(upstream);
    upstreams.add(upstream);
    if (clamped) {
      upstream.pause();
    }
    upstream.on("data", (chunk) => client.write(chunk));
    client.on("data", (chunk) => upstream.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
      one.on("close", () => {
        other.destroy();
        sockets.delete(one);
        upstreams.delete(one);
      });
    }
    if (clamped) {
      upstream.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("the proxy has no port");
  }
  const cut = (): void => {
    for (const socket of sockets) {
      socket.resetAndDestroy();
    }
  };
  const set = (on: boolean): void => {
    clamped = on;
    for (const upstream of upstreams) {
      if (on) {
        upstream.pause();
      } else {
        upstream.resume();
      }
    }
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    clamp: () => set(true),
    release: () => set(false),
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
