import { request } from "undici";
import { STUB_MODEL } from "../support/node-stub.ts";
import { startStubGateway } from "../support/stub-gateway.ts";
import { type AdminClient, adminClient } from "./admin-client.ts";

/** What a restart may lose of usage counts: what was answered in the last seconds before it (`FLUSH_DELAY_MS` at the edge). */
export const USAGE_LOSS_MS = 5_000;

/** The write itself, and clocks read in two processes, in ms. */
const LOSS_SLACK_MS = 1_000;

const WORKERS = 8;

/** Tokens of the day that the key with a budget may spend: used up within the first seconds. */
const BUDGET_TOKENS = 2_000;

const PLAIN_LIMITS = {
  requests_per_minute: 1_000_000,
  tokens_per_minute: 1_000_000_000,
  tokens_per_day: 1_000_000_000,
};

interface Answered {
  readonly atMs: number;
  readonly tokens: number;
}

interface DrillKey {
  readonly id: string;
  readonly key: string;
  readonly answered: Answered[];
  revoked: boolean;
  /** Answers after the revocation was acknowledged: there must be none. */
  afterRevocation: number;
}

export interface RestartReport {
  readonly restarts: number;
  readonly answered: number;
  /** Requests without an answer: sent while the gateway was away, or cut off by its end. */
  readonly unanswered: number;
  /** Longest time from the kill to the first answer, in ms. */
  readonly slowestRestartMs: number;
  /** Usage counts lost over all restarts, in requests. */
  readonly lostUsage: number;
  readonly problems: readonly string[];
}

/**
 * Kills workerd again and again in the middle of traffic and checks after each restart what must have survived: keys,
 * revocations, budgets in full, usage but for the last seconds.
 *
 * @param options.trafficMs traffic before each kill
 */
export async function restartDrill(options: {
  readonly restarts: number;
  readonly trafficMs: number;
  readonly log?: (line: string) => void;
}): Promise<RestartReport> {
  const gateway = await startStubGateway({ stub: { keepCalls: false, shape: () => ({ pieces: 4, gapMs: 2 }) } });
  const admin = adminClient(gateway.url, gateway.secrets.adminKey);
  const problems: string[] = [];
  const counts = { answered: 0, unanswered: 0, slowestRestartMs: 0, lostUsage: 0 };
  try {
    const keys: DrillKey[] = [];
    for (let i = 0; i < options.restarts + 4; i++) {
      keys.push({
        ...(await admin.create(`drill ${i}`, PLAIN_LIMITS)),
        answered: [],
        revoked: false,
        afterRevocation: 0,
      });
    }
    const budget = {
      ...(await admin.create("budget", { tokens_per_day: BUDGET_TOKENS })),
      answered: [],
      revoked: false,
      afterRevocation: 0,
    };
    const all: readonly DrillKey[] = [...keys, budget];
    const kills: number[] = [];
    for (let round = 0; round < options.restarts; round++) {
      const signal = round % 2 === 0 ? "SIGKILL" : "SIGTERM";
      let running = true;
      const workers = Array.from({ length: WORKERS }, async (_, worker) => {
        for (let i = worker; running; i += WORKERS) {
          const key = all[i % all.length];
          if (key !== undefined) {
            await ask(gateway.url, key, counts);
          }
        }
      });
      await new Promise((resolve) => setTimeout(resolve, options.trafficMs));
      // The last thing before the kill: nothing but its own write can have brought it to disk.
      const victim = keys[round];
      if (victim !== undefined) {
        await admin.revoke(victim.id);
        victim.revoked = true;
      }
      const killedMs = performance.now();
      kills.push(killedMs);
      await gateway.restart(signal);
      counts.slowestRestartMs = Math.max(counts.slowestRestartMs, performance.now() - killedMs);
      running = false;
      await Promise.all(workers);
      counts.lostUsage = await check(gateway.url, admin, all, kills, problems);
      options.log?.(
        `${signal} ${round + 1}: ${counts.answered} answered, ${counts.unanswered} not, ${problems.length} problems`,
      );
    }
    const { spent } = await admin.get(budget.id);
    const spentByUs = sum(budget.answered);
    if (spent.day < spentByUs) {
      problems.push(`the budget knows of ${spent.day} tokens, ${spentByUs} were answered`);
    }
    if (spentByUs > BUDGET_TOKENS) {
      problems.push(`a budget of ${BUDGET_TOKENS} tokens gave ${spentByUs}`);
    }
    if (sum(budget.answered) === 0) {
      problems.push("the key with a budget was never answered");
    }
  } finally {
    await gateway.stop();
  }
  return { restarts: options.restarts, ...counts, problems };
}

async function ask(url: string, key: DrillKey, counts: { answered: number; unanswered: number }): Promise<void> {
  const wasRevoked = key.revoked;
  try {
    const answer = await request(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }], max_tokens: 16 }),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 200) {
      counts.answered++;
      key.afterRevocation += wasRevoked ? 1 : 0;
      key.answered.push({ atMs: performance.now(), tokens: JSON.parse(text).usage.total_tokens });
    } else if (answer.statusCode >= 500) {
      counts.unanswered++;
    }
  } catch {
    counts.unanswered++;
    // The gateway is away: ask again a little later.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @returns usage lost so far, in requests */
async function check(
  url: string,
  admin: AdminClient,
  keys: readonly DrillKey[],
  kills: readonly number[],
  problems: string[],
): Promise<number> {
  let lost = 0;
  for (const key of keys) {
    const stored = await admin.get(key.id);
    if (key.revoked !== (stored.revoked_at !== null)) {
      problems.push(`key ${key.id}: revoked ${key.revoked}, stored ${stored.revoked_at}`);
    }
    if (key.afterRevocation > 0) {
      problems.push(`key ${key.id} was answered ${key.afterRevocation} times after its revocation`);
    }
    const models = await request(`${url}/v1/models`, { headers: { authorization: `Bearer ${key.key}` } });
    await models.body.dump();
    if (models.statusCode !== (key.revoked ? 401 : 200)) {
      problems.push(`key ${key.id}, revoked ${key.revoked}, got ${models.statusCode}`);
    }
    // Each kill may take what was answered shortly before it, and nothing else.
    const mayBeLost = key.answered.filter(({ atMs }) =>
      kills.some((kill) => atMs > kill - USAGE_LOSS_MS - LOSS_SLACK_MS && atMs <= kill + LOSS_SLACK_MS),
    ).length;
    const missing = Math.max(0, key.answered.length - stored.usage.requests);
    lost += missing;
    if (missing > mayBeLost) {
      problems.push(`key ${key.id}: ${missing} answers are not in its usage, at most ${mayBeLost} may be missing`);
    }
  }
  return lost;
}

function sum(answered: readonly Answered[]): number {
  return answered.reduce((total, { tokens }) => total + tokens, 0);
}
