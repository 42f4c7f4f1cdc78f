import type { JsonSchema, OpenApiDocument } from "./document.ts";

/** No script, no request to anywhere: the page is its own style. */
export const REFERENCE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  "cache-control": "public, max-age=300",
};

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 3rem; } code { font-family: ui-monospace, monospace; font-size: .9em; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; }
tr { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); } thead tr { border: 0; }
td:first-child { white-space: nowrap; } .type { opacity: .75; } nav a { margin-right: 1rem; }
`;

/** A readable page of the API: each operation, its parameters with types and bounds, and its answers. */
export function referencePage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const { schemas } = document.components;
  const sections = operations.map(({ path, method, operation }) => {
    const { operationId, summary } = operation;
    const request = requestSchema(operation.requestBody, schemas);
    const parameters = request === null ? "" : parameterTable(request);
    return `<section id="${escapeHtml(operationId)}"><h2><code>${method} ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}.</p>${parameters}</section>`;
  });
  const links = operations.map(
    ({ path, operation }) => `<a href="#${escapeHtml(operation.operationId)}"><code>${escapeHtml(path)}</code></a>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(document.info.title)} API</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(document.info.title)} API</h1><p>${escapeHtml(document.info.description)} Made from <a href="/openapi.json">openapi.json</a>,
which comes from the schemas that check every request. Send the key as <code>authorization: Bearer …</code>.</p>
<nav>${links.join(" ")}</nav>
${sections.join("\n")}
<section><h2>Errors</h2><p>Every failure is <code>{"error": {"message", "type", "param", "code"}}</code>; in a stream it is an event of its own, and no
<code>[DONE]</code> follows. Codes:</p><p>${errorCodes(schemas)
    .map((code) => `<code>${escapeHtml(code)}</code>`)
    .join(" ")}</p></section>
</body></html>
`;
}

type Schemas = OpenApiDocument["components"]["schemas"];

function requestSchema(body: unknown, schemas: Schemas): JsonSchema | null {
  const match = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(body ?? null));
  return match?.[1] === undefined ? null : (schemas[match[1]] ?? null);
}

function errorCodes(schemas: Schemas): string[] {
  return (schemas.Error?.properties?.error?.properties?.code?.enum ?? []).map(String);
}

function parameterTable(schema: JsonSchema): string {
  return `<table><thead><tr><th>parameter</th><th>type</th><th></th></tr></thead><tbody>${rows(schema, "").join("")}</tbody></table>`;
}

/** A row for each parameter; those of nested objects follow with their whole path. */
function rows(schema: JsonSchema, prefix: string): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const nested = objectOf(property);
    const mark = required.has(name) ? " <strong>required</strong>" : "";
    const row = `<tr><td><code>${escapeHtml(path)}</code></td><td class="type">${escapeHtml(typeOf(property))}${mark}</td><td>${escapeHtml(property.description ?? "")}</td></tr>`;
    return nested === null ? [row] : [row, ...rows(nested, `${path}.`)];
  });
}

function objectOf(schema: JsonSchema): JsonSchema | null {
  if (schema.properties !== undefined) {
    return schema;
  }
  return (schema.anyOf ?? []).find((branch) => branch.properties !== undefined) ?? null;
}

/** A schema in few words: `integer 1…8`, `"text" | "json_object"`, `array of string`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.anyOf !== undefined) {
    const named = schema.anyOf.filter((branch) => branch.type !== "null").map(typeOf);
    return [...new Set(named)].join(" | ");
  }
  if (schema.type === "array") {
    return schema.items === undefined ? "array" : `array of ${typeOf(schema.items)}`;
  }
  const type = schema.type === undefined ? "any" : [schema.type].flat().join(" | ");
  const bounds = [schema.minimum, schema.maximum].filter(
    (bound) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER,
  );
  return bounds.length === 2 ? `${type} ${bounds[0]}…${bounds[1]}` : type;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
