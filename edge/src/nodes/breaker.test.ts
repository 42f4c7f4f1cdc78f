import { describe, expect, it } from "vitest";
import { Breaker, FAILURE_WINDOW_MS, FIRST_OPEN_MS, MAX_OPEN_MS, TRIAL_MS } from "./breaker.ts";

function opened(atMs: number): Breaker {
  const breaker = new Breaker();
  for (let i = 0; i < 3; i++) {
    breaker.failed(atMs);
  }
  return breaker;
}

describe("the circuit breaker", () => {
  it("opens after three failures in a row", () => {
    const breaker = new Breaker();
    breaker.failed(0);
    breaker.failed(10);
    expect(breaker.state(10)).toBe("closed");
    breaker.failed(20);
    expect(breaker.state(20)).toBe("open");
    expect(breaker.allows(20)).toBe(false);
  });

  it("does not add up failures with a success, or more than the window, between them", () => {
    const breaker = new Breaker();
    breaker.failed(0);
    breaker.failed(1);
    breaker.succeeded(2);
    breaker.failed(3);
    breaker.failed(4);
    breaker.failed(4 + FAILURE_WINDOW_MS + 1);
    expect(breaker.state(5 + FAILURE_WINDOW_MS)).toBe("closed");
  });

  it("lets one trial through after the open time, and closes after two that succeed", () => {
    const breaker = opened(0);
    expect(breaker.allows(FIRST_OPEN_MS - 1)).toBe(false);
    expect(breaker.allows(FIRST_OPEN_MS)).toBe(true);
    breaker.started(FIRST_OPEN_MS);
    expect(breaker.allows(FIRST_OPEN_MS + 1)).toBe(false);
    breaker.succeeded(FIRST_OPEN_MS + 2);
    expect(breaker.state(FIRST_OPEN_MS + 2)).toBe("half-open");
    breaker.started(FIRST_OPEN_MS + 3);
    breaker.succeeded(FIRST_OPEN_MS + 4);
    expect(breaker.state(FIRST_OPEN_MS + 4)).toBe("closed");
  });

  it("stays open twice as long each time the trial fails, up to a limit", () => {
    const breaker = opened(0);
    let now = FIRST_OPEN_MS;
    for (const openMs of [2, 4, 8, 16, 30, 30].map((factor) => Math.min(factor * FIRST_OPEN_MS, MAX_OPEN_MS))) {
      breaker.started(now);
      breaker.failed(now);
      expect(breaker.allows(now + openMs - 1)).toBe(false);
      now += openMs;
      expect(breaker.allows(now)).toBe(true);
    }
  });

  it("takes a trial that computes for a success, and elsewhere only an answer that ends well", () => {
    const breaker = opened(0);
    for (const now of [FIRST_OPEN_MS, FIRST_OPEN_MS + 1]) {
      breaker.started(now);
      breaker.progressed(now);
    }
    expect(breaker.state(FIRST_OPEN_MS + 1)).toBe("closed");
    for (let i = 2; i < 5; i++) {
      breaker.progressed(FIRST_OPEN_MS + i);
      breaker.failed(FIRST_OPEN_MS + i);
    }
    expect(breaker.state(FIRST_OPEN_MS + 5)).toBe("open");
  });

  it("allows another trial when the client of the first has left, or when nobody told its end", () => {
    const breaker = opened(0);
    breaker.started(FIRST_OPEN_MS);
    breaker.abandoned();
    expect(breaker.allows(FIRST_OPEN_MS + 1)).toBe(true);
    breaker.started(FIRST_OPEN_MS + 1);
    expect(breaker.allows(FIRST_OPEN_MS + 2)).toBe(false);
    expect(breaker.allows(FIRST_OPEN_MS + 1 + TRIAL_MS)).toBe(true);
  });
});
