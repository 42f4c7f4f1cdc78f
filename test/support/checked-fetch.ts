import { z } from "zod";

/** Checks a value; throws where it is not as published. */
type Check = (value: unknown, what: string) => void;

interface Published {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PublishedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface PublishedOperation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: { $ref: string } }>> }>
  >;
}

const published = new Map<string, Promise<Published>>();
const checks = new Map<string, Check>();

/**
 * `fetch` that holds every answer of the gateway's API against the schemas that the same gateway publishes at
 * `/openapi.json`: whole bodies, each event of a stream, and errors. An answer that does not fit fails the request, an
 * event that does not fit breaks the stream, so that no test can pass on a malformed answer.
 */
export async function checkedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const url = new URL(input instanceof Request ? input.url : input);
  const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toLowerCase();
  const operation = operationAt(await documentOf(url.origin), method, url.pathname);
  if (operation === null) {
    return response;
  }
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const outcome = operation.responses[response.status] ?? operation.responses.default;
  const reference = outcome?.content[type]?.schema.$ref;
  if (reference === undefined) {
    throw new Error(`${method} ${url.pathname}: no schema for status ${response.status} as ${type}`);
  }
  const check = await checkOf(url.origin, reference);
  if (type === "text/event-stream") {
    const failure = await checkOf(url.origin, "#/components/schemas/Error");
    return new Response(response.body?.pipeThrough(checkedEvents(check, failure)) ?? null, response);
  }
  const text = await response.text();
  check(JSON.parse(text), `${method} ${url.pathname}`);
  return new Response(text, response);
}

/** Passes a stream of server-sent events on and checks the data of each. */
function checkedEvents(check: Check, failure: Check): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const line of blocks.flatMap((block) => block.split("\n"))) {
        if (line.startsWith("data: ") && line !== "data: [DONE]") {
          const value: unknown = JSON.parse(line.slice("data: ".length));
          const failed = typeof value === "object" && value !== null && "error" in value && !("object" in value);
          (failed ? failure : check)(value, "an event");
        }
      }
      controller.enqueue(chunk);
    },
  });
}

function documentOf(origin: string): Promise<Published> {
  const known =
    published.get(origin) ?? fetch(`${origin}/openapi.json`).then((answer) => answer.json() as Promise<Published>);
  published.set(origin, known);
  return known;
}

function operationAt(document: Published, method: string, path: string): PublishedOperation | null {
  for (const [template, methods] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, ".+")}$`);
    const operation = methods[method];
    if (pattern.test(path) && operation !== undefined) {
      return operation;
    }
  }
  return null;
}

async function checkOf(origin: string, reference: string): Promise<Check> {
  const key = `${origin} ${reference}`;
  const known = checks.get(key);
  if (known !== undefined) {
    return known;
  }
  const name = reference.split("/").at(-1) ?? "";
  const { schemas } = (await documentOf(origin)).components;
  const schema = z.fromJSONSchema(schemas[name] as Parameters<typeof z.fromJSONSchema>[0]);
  const check: Check = (value, what) => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      throw new Error(
        `${what} is no ${name}: ${z.prettifyError(parsed.error)}\n${JSON.stringify(value).slice(0, 400)}`,
      );
    }
  };
  checks.set(key, check);
  return check;
}
