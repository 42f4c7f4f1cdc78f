import { describe, expect, it } from "vitest";
import { problemFrom, problemIn } from "./problem.ts";

function refusal(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  const error = { message: "The server's words.", type: "some_error", param: null, code };
  return Response.json({ error }, { status, headers: { ...headers } });
}

describe("a problem", () => {
  it("is told in plain words, with what can be done about it", async () => {
    expect(await problemFrom(refusal(401, "invalid_api_key"))).toMatchObject({
      title: "Your key was not accepted",
      remedy: "sign-in",
      retryAtMs: null,
    });
    expect(await problemFrom(refusal(400, "context_length_exceeded"))).toMatchObject({
      title: "This is too long for the model",
      detail: "The server's words.",
      remedy: "edit",
    });
  });

  it("says when to try again, by the finer of the two headers", async () => {
    const before = Date.now();
    const problem = await problemFrom(
      refusal(429, "rate_limit_exceeded", { "retry-after": "9", "retry-after-ms": "8200" }),
    );
    expect(problem.remedy).toBe("retry");
    expect(problem.retryAtMs).toBeGreaterThanOrEqual(before + 8_200);
    expect(problem.retryAtMs).toBeLessThan(before + 9_000);
  });

  it("leaves it to the countdown to say how long to wait", async () => {
    const message = "The key's limit of requests per minute is reached. Try again in 1m2.5s.";
    const error = { message, type: "rate_limit_error", param: null, code: "rate_limit_exceeded" };
    const problem = await problemFrom(Response.json({ error }, { status: 429, headers: { "retry-after": "63" } }));
    expect(problem.detail).toBe("The key's limit of requests per minute is reached.");
  });

  it("is also one when the answer is no JSON, and when the code is not known", async () => {
    expect((await problemFrom(new Response("<html>", { status: 502 }))).detail).toContain("502");
    expect(problemIn({ error: { message: "Odd.", code: "never_seen" } })).toMatchObject({
      title: "That did not work",
      detail: "Odd.",
    });
  });

  it("is none where the value holds no error", () => {
    expect(problemIn({ choices: [] })).toBeNull();
  });
});
