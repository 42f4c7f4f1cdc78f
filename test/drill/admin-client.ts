/** The admin API as the drills use it. */
export interface AdminKey {
  readonly id: string;
  readonly revoked_at: number | null;
  /** Requests under way. */
  readonly running: number;
  readonly spent: { readonly day: number; readonly month: number };
  readonly usage: { readonly requests: number; readonly prompt_tokens: number; readonly completion_tokens: number };
}

export interface AdminClient {
  create(
    name: string,
    limits: Readonly<Record<string, number>>,
  ): Promise<{ readonly id: string; readonly key: string }>;
  get(id: string): Promise<AdminKey>;
  revoke(id: string): Promise<void>;
  /** The text of a path below the gateway's root, with its status. */
  read(path: string): Promise<{ readonly status: number; readonly text: string }>;
}

/** A client for the gateway at `url` with an admin credential. Its calls throw when they are refused. */
export function adminClient(url: string, credential: string): AdminClient {
  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${credential}`, "content-type": "application/json", connection: "close" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const json = async (method: string, path: string, body?: unknown) => {
    const { status, text } = await call(method, path, body);
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    return JSON.parse(text);
  };
  return {
    create: (name, limits) => json("POST", "/admin/v1/keys", { name, limits }),
    get: (id) => json("GET", `/admin/v1/keys/${id}`),
    revoke: async (id) => {
      await json("POST", `/admin/v1/keys/${id}/revoke`);
    },
    read: (path) => call("GET", path),
  };
}
