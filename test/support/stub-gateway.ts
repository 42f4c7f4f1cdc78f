/** A gateway on plain workerd before nodes that the test plays itself, with everything it writes kept for inspection. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DevSecrets, makeDevSecrets } from "../../tools/local/dev-secrets.ts";
import { type RunningEdge, startEdge } from "../../tools/local/stack.ts";
import { bundleWorker } from "../../tools/local/worker-bundle.ts";
import { type NodeStub, type StubOptions, startNodeStub } from "./node-stub.ts";

export interface StubGateway {
  readonly url: string;
  readonly secrets: DevSecrets;
  /** Authorization and content type of a good request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stub: NodeStub;
  /** A second node, where it was asked for. */
  readonly other: NodeStub | null;
  /** Folder of the bundle, the configuration and the objects' storage. */
  readonly directory: string;
  /** The workerd of the moment; another one after {@link restart}. */
  edge(): RunningEdge;
  /** What workerd has written to its standard output and error so far. */
  output(): string;
  /** Ends workerd with a signal and starts it again on the same port and storage. */
  restart(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a stub and a gateway before it. `directory`: kept after the end when given, else temporary. */
export async function startStubGateway(
  options: {
    readonly stub?: StubOptions;
    readonly other?: StubOptions;
    readonly vars?: Readonly<Record<string, string>>;
  } = {},
): Promise<StubGateway> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-stub-"));
  const secrets = makeDevSecrets();
  const [stub, other] = await Promise.all([
    startNodeStub(options.stub),
    options.other === undefined ? null : startNodeStub(options.other),
    bundleWorker(directory),
  ]);
  const nodes = [stub, ...(other === null ? [] : [other])].map(({ url }, i) => ({ id: `stub${i || ""}`, url }));
  let output = "";
  const launch = async (port: number): Promise<RunningEdge> => {
    const edge = await startEdge({
      directory,
      port,
      nodes,
      secrets,
      log: "pipe",
      ...(options.vars !== undefined && { vars: options.vars }),
    });
    for (const stream of [edge.child.process.stdout, edge.child.process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    return edge;
  };
  let edge = await launch(0);
  const { url } = edge;
  return {
    url,
    secrets,
    headers: { authorization: `Bearer ${secrets.apiKey}`, "content-type": "application/json" },
    stub,
    other,
    directory,
    edge: () => edge,
    output: () => output,
    restart: async (signal) => {
      edge.child.process.kill(signal);
      await edge.child.exited;
      edge = await launch(Number(new URL(url).port));
    },
    stop: async () => {
      await edge.child.stop();
      await Promise.all([stub.close(), other?.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
