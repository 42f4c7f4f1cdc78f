import { execFile } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createAsk } from "./ask.ts";
import { differing, type EvaluationError, score } from "./eval-score.ts";
import { readFrozen } from "./frozen.ts";

/** Loaded machines start a Node process slowly. */
const PROCESS_TIMEOUT_MS = 60_000;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server that answers every request alike; its base URL. */
async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/v1`;
}

const answerWith =
  (status: number, body: string, type = "application/json"): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": type }).end(body);

const completion = (content: string): string =>
  JSON.stringify({ choices: [{ message: { content } }], usage: { completion_tokens: 7 } });

const REFUSAL = "I am a small demo model and cannot answer that.";
const TURNS = [{ role: "user", content: "hi" }] as const;

const ask = (baseUrl: string) => createAsk({ baseUrl, apiKey: "", model: "any" }, 0);

describe("asking a server that does not behave", () => {
  it.each([
    ["no right", answerWith(401, '{"error":{"message":"bad key"}}'), "refused"],
    ["no such model", answerWith(404, '{"error":{"message":"no such model"}}'), "refused"],
    ["this prompt is refused", answerWith(400, '{"error":{"message":"too long"}}'), "bad"],
    ["its own failure", answerWith(500, "oops", "text/plain"), "bad"],
    ["a page", answerWith(200, "<html>hello</html>", "text/html"), "bad"],
    ["broken JSON", answerWith(200, '{"choices":['), "bad"],
    ["another object", answerWith(200, '{"data":1}'), "bad"],
    ["no choice", answerWith(200, '{"choices":[]}'), "bad"],
    ["no text", answerWith(200, '{"choices":[{"message":{"content":null}}]}'), "bad"],
    ["a connection cut", ((request) => request.socket.destroy()) as RequestListener, "unreachable"],
  ])("%s", async (_name, listener, kind) => {
    const asked = await ask(await serve(listener))(TURNS, "default");
    expect(asked.kind).toBe(kind);
  });

  it("takes an answer without usage", async () => {
    const url = await serve(answerWith(200, '{"choices":[{"message":{"content":"yes"}}],"usage":"many"}'));
    expect(await ask(url)(TURNS, "default")).toEqual({ kind: "answer", text: "yes", tokens: 0 });
  });
});

describe("scoring", () => {
  it("judges the answers in the items' order and is the same the second time", async () => {
    const items = (await readFrozen("ood")).slice(0, 20);
    const url = await serve(answerWith(200, completion(REFUSAL)));
    const first = await score(ask(url), "default", items, 3);
    expect(first).toMatchObject({ unanswered: 0, answerTokens: 140 });
    expect(first.solved).toEqual(items.map(() => true));
    expect(differing(first, await score(ask(url), "default", items, 3))).toEqual({ outcomes: [], texts: [] });
  });

  it("names the items whose answers change, also when the judgement does not", async () => {
    const items = (await readFrozen("ood")).slice(0, 3);
    let count = 0;
    const url = await serve((_, response) => {
      count++;
      response.setHeader("content-type", "application/json");
      response.end(completion(count === 5 ? `${REFUSAL} Sorry.` : count === 6 ? "Paris." : REFUSAL));
    });
    const first = await score(ask(url), "default", items, 1);
    expect(differing(first, await score(ask(url), "default", items, 1))).toEqual({ outcomes: [2], texts: [1, 2] });
  });

  it("counts single failures as wrong, and breaks off when they do not end", async () => {
    const items = (await readFrozen("ood")).slice(0, 12);
    let count = 0;
    const url = await serve((_, response) => {
      const broken = count++ % 4 === 0;
      response.writeHead(broken ? 500 : 200, { "content-type": "application/json" });
      response.end(broken ? "{}" : completion(REFUSAL));
    });
    const { solved, unanswered } = await score(ask(url), "default", items, 1);
    expect([unanswered, solved.filter(Boolean).length]).toEqual([3, 9]);
    server?.closeAllConnections();
    server?.close();
    await expect(score(ask(url), "default", items, 2)).rejects.toMatchObject({
      code: "endpoint_failing",
    } satisfies Partial<EvaluationError>);
  });
});

/** Runs the command; resolves with its exit status and output. */
function command(...args: string[]): Promise<{ status: number | string | null | undefined; out: string; err: string }> {
  const file = join(import.meta.dirname, "eval.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", file, ...args], (error, out, err) =>
      resolve({ status: error === null ? 0 : error.code, out, err }),
    );
  });
}

describe("the command", () => {
  it("prints a row, the interval and the paired difference for each family", {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const url = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        response.setHeader("content-type", "application/json");
        response.end(completion(body.includes('"mode":"dense"') ? REFUSAL : "Paris."));
      });
    });
    const { status, out } = await command("--base-url", url, "--split", "ood", "--limit", "10");
    expect(status).toBe(0);
    expect(out).toContain("| refusal | ood | 10 | 100.0 (72.2-100.0) | 0.0 (0.0-27.8) | -100.0 | 10/0 | 0.002 |");
  });

  it("says that the endpoint is gone", { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const url = await serve(answerWith(200, ""));
    server?.close();
    const { status, err } = await command("--base-url", url, "--split", "ood", "--limit", "2");
    expect(status).toBe(1);
    expect(err).toMatch(/^endpoint_failing: 2 questions in a row without an answer/);
  });

  it("says which options are wrong", { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const { status, err } = await command("--split", "train", "--limit", "0", "--family", "poems", "--base-url", "x y");
    expect(status).toBe(2);
    for (const name of ["--split", "--limit", "--family", "--base-url"]) {
      expect(err).toContain(`\n${name}`.trimStart());
    }
    expect((await command("--splat", "iid")).status).toBe(2);
    // Another server's weights are as they are.
    const elsewhere = await command("--base-url", "http://127.0.0.1:9/v1", "--precision", "int8");
    expect([elsewhere.status, elsewhere.err]).toEqual([
      2,
      expect.stringContaining("--precision: is for the local server"),
    ]);
  });
});
