import { describe, expect, it } from "vitest";
import { readGenerateOptions } from "./generate.ts";
import { readServeOptions } from "./serve.ts";
import { isLoopback, readAuth } from "./signing-keys.ts";
import { UsageError } from "./usage.ts";

const KEY = `edge-1:${"A".repeat(43)}`;
const OTHER = `edge-2:${"B".repeat(43)}`;

describe("dyllm-node serve's flags", () => {
  it("have defaults for all but the model and a key", () => {
    const options = readServeOptions(["--model", "m"], { DYLLM_SIGNING_KEYS: KEY });
    expect(options).toMatchObject({
      directory: "m",
      host: "127.0.0.1",
      port: 9100,
      threads: null,
      backend: "auto",
      maxRunning: 4,
      maxQueued: 64,
      logLevel: "info",
    });
    expect(options.auth.kind).toBe("signed");
  });

  it.each([
    [["--signing-key", KEY], /--model is missing/],
    [["--model", "m", "--colour"], /--colour/],
    [["--model", "m", "stray", "--signing-key", KEY], /stray/],
    [["--model", "m", "--port", "70000", "--signing-key", KEY], /--port takes a whole number from 0 to 65535/],
    [["--model", "m", "--port", "1e3", "--signing-key", KEY], /--port/],
    [["--model", "m", "--max-running", "0", "--signing-key", KEY], /--max-running/],
    [["--model", "m", "--backend", "tpu", "--signing-key", KEY], /one of: cpu, wasm, webgpu, auto/],
  ])("%j are refused", (args, message) => {
    expect(() => readServeOptions(args, {})).toThrow(message);
    expect(() => readServeOptions(args, {})).toThrow(UsageError);
  });
});

describe("who may call a node", () => {
  const base = { flags: [], environment: undefined, insecure: false, host: "127.0.0.1" };

  it("are the keys of flags and environment together", () => {
    const auth = readAuth({ ...base, flags: [KEY], environment: ` ${OTHER} ,` });
    expect(auth.kind === "signed" && auth.keys.map((key) => key.id)).toEqual(["edge-1", "edge-2"]);
  });

  it("must be said: without a key the node does not start", () => {
    expect(() => readAuth(base)).toThrow(/a signing key is needed/);
    expect(() => readAuth({ ...base, environment: "" })).toThrow(/a signing key is needed/);
  });

  it("is anyone only on a loopback address and only without keys", () => {
    expect(readAuth({ ...base, insecure: true })).toEqual({ kind: "open" });
    expect(() => readAuth({ ...base, insecure: true, host: "0.0.0.0" })).toThrow(/loopback/);
    expect(() => readAuth({ ...base, insecure: true, flags: [KEY] })).toThrow(/contradicts/);
  });

  it.each(["edge-1", "edge-1:short", "edge-1:a", `edge 1:${"A".repeat(43)}`])(
    "is no malformed key, and the refusal does not repeat it: %s",
    (key) => {
      const secret = key.split(":")[1] ?? "no secret";
      expect(() => readAuth({ ...base, flags: [key] })).toThrow(UsageError);
      expect(() => readAuth({ ...base, flags: [key] })).not.toThrow(new RegExp(`:${secret}`));
    },
  );

  it("are not two keys of one id", () => {
    expect(() => readAuth({ ...base, flags: [KEY, KEY] })).toThrow(/same id/);
  });

  it.each([
    ["127.0.0.1", true],
    ["127.8.9.1", true],
    ["::1", true],
    ["localhost", true],
    ["127.evil.example", false],
    ["0.0.0.0", false],
    ["::", false],
    ["10.0.0.1", false],
  ])("%s is a loopback address: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe("dyllm-node generate's flags", () => {
  it("pass on only the denoising options that were given", () => {
    const options = readGenerateOptions(["hello", "--model", "m", "--mode", "dense", "--tau", "0.95"]);
    expect(options.denoising).toEqual({ mode: "dense", tau: 0.95 });
    expect(options).toMatchObject({ prompt: "hello", temperature: 0, maxTokens: null, raw: false });
  });

  it("keep a seed of 0", () => {
    expect(readGenerateOptions(["hello", "--model", "m", "--seed", "0"]).seed).toBe(0);
  });

  it.each([
    [["--model", "m"], /prompt is missing/],
    [["hello"], /--model is missing/],
    [["hello", "world", "--model", "m"], /world/],
    [["hello", "--model", "m", "--mode", "fast"], /one of: dense, dyllm, dyllm-exact/],
    [["hello", "--model", "m", "--temperature", "3"], /from 0 to 2/],
    [["hello", "--model", "m", "--confidence-threshold", "0"], /above 0/],
  ])("%j are refused", (args, message) => {
    expect(() => readGenerateOptions(args)).toThrow(message);
  });
});
