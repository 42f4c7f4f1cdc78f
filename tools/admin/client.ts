import { z } from "zod";

/** The gateway did not do what it was asked, with its own message. */
export class AdminError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "AdminError";
    this.code = code;
  }
}

const failure = z.object({ error: z.object({ code: z.string().nullable(), message: z.string() }) });

const page = z.object({ data: z.array(z.unknown()), next: z.number().nullish() });

/** Calls of a gateway's admin API. */
export interface AdminClient {
  /** Sends a request to `/admin/v1/<path>` and checks the answer. Throws AdminError when it is refused. */
  call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T>;
  /** All items of a list, page by page, or the first `most`. */
  list<T>(path: string, query: Readonly<Record<string, string>>, item: z.ZodType<T>, most?: number): Promise<T[]>;
}

/** A client of the gateway at `url` with an admin credential. */
export function adminClient(url: string, credential: string): AdminClient {
  async function call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await fetch(new URL(`/admin/v1/${path}`, url), {
      method,
      headers: {
        authorization: `Bearer ${credential}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: "error",
    }).catch((cause: unknown) => {
      throw new AdminError("unreachable", `${url} cannot be reached: ${describe(cause)}`);
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const told = failure.safeParse(answer);
      throw told.success
        ? new AdminError(told.data.error.code ?? "error", told.data.error.message)
        : new AdminError("error", `the gateway answered with status ${response.status}`);
    }
    return schema.parse(answer);
  }
  return {
    call,
    async list(path, query, item, most = Number.POSITIVE_INFINITY) {
      const found = [];
      let before: number | null = null;
      do {
        const search = new URLSearchParams({ ...query, ...(before !== null && { before: String(before) }) });
        const { data, next }: z.infer<typeof page> = await call("GET", `${path}?${search}`, page);
        found.push(...data.map((value) => item.parse(value)));
        before = next ?? null;
      } while (before !== null && found.length < most);
      return found.slice(0, most);
    },
  };
}

function describe(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
