import { DyllmError } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { checkOrigin, parseRegistrationRules, type RegistrationRules } from "./origin-rules.ts";

const OPEN: RegistrationRules = { hosts: ["*"], private: false };

function reason(url: string, rules = OPEN): string | null {
  try {
    checkOrigin(url, rules);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(DyllmError);
    return error instanceof DyllmError ? error.message : "bug";
  }
}

describe("the address a node registers with", () => {
  it.each([
    "https://127.0.0.1",
    "https://127.1:8443",
    "https://0x7f000001",
    "https://017700000001",
    "https://2130706433",
    "https://0",
    "https://10.1.2.3",
    "https://100.64.0.1",
    "https://169.254.169.254",
    "https://172.16.0.1",
    "https://172.31.255.255",
    "https://192.168.1.1",
    "https://192.0.2.1",
    "https://198.18.0.1",
    "https://224.0.0.1",
    "https://255.255.255.255",
    "https://[::1]",
    "https://[::]",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:8.8.8.8]",
    "https://[64:ff9b::7f00:1]",
    "https://[fc00::1]",
    "https://[fe80::1]",
    "https://[2002:7f00:1::]",
    "https://[2001:db8::1]",
    "https://[2001::1]",
    "https://localhost",
    "https://LOCALHOST.",
    "https://x.localhost",
    "https://metadata.google.internal",
    "https://printer.local",
    "https://router",
    "https://①②⑦.⓪.⓪.①",
  ])("is not private: %s", (url) => {
    expect(reason(url)).toContain("private address");
  });

  it.each(["https://8.8.8.8", "https://172.32.0.1:9100", "https://[2606:4700::1111]", "https://gpu.example.org"])(
    "may be public: %s",
    (url) => {
      expect(reason(url)).toBeNull();
    },
  );

  it.each([
    "http://gpu.example.org",
    "ftp://gpu.example.org",
    "file:///etc/passwd",
    "https://gpu.example.org/path",
    "https://gpu.example.org/?x=1",
    "https://user:pw@gpu.example.org",
    "https://gpu.example.org/#x",
    "gpu.example.org",
    "https://",
    "",
  ])("is an https origin and nothing else: %s", (url) => {
    expect(reason(url)).not.toBeNull();
  });

  it("is one the gateway expects nodes at", () => {
    const rules = { hosts: ["gpu.example.org", "*.nodes.example.org"], private: false };
    expect(reason("https://gpu.example.org", rules)).toBeNull();
    expect(reason("https://a.nodes.example.org", rules)).toBeNull();
    expect(reason("https://nodes.example.org", rules)).not.toBeNull();
    expect(reason("https://evilnodes.example.org", rules)).not.toBeNull();
    expect(reason("https://gpu.example.org.evil.com", rules)).not.toBeNull();
  });

  it("may be private where the configuration says so", () => {
    const rules = parseRegistrationRules('{"hosts":["127.0.0.1"],"private":true}');
    expect(rules).not.toBeNull();
    expect(rules && checkOrigin("http://127.0.0.1:9100", rules)).toBe("http://127.0.0.1:9100");
  });

  it("is nobody's to give where nothing is configured", () => {
    expect(parseRegistrationRules(undefined)).toBeNull();
    expect(parseRegistrationRules("")).toBeNull();
    expect(() => parseRegistrationRules('{"hosts":[]}')).toThrow();
  });
});
