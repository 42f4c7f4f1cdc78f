import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const PAGE = fileURLToPath(new URL("../../edge/page", import.meta.url));

/** Enough of the digest that two versions never share a name. */
const NAME_DIGITS = 10;

/** One file the gateway serves. */
interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface BuiltPage {
  /** Compressed size of everything the page runs and of its styles, in bytes. */
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

/**
 * Builds the chat page and writes `edge/page/dist/assets.js`, a module of compressed files that is bundled into the Worker:
 * so the page is served by the same code on Cloudflare, on plain workerd and in tests. Written in one piece, and only when
 * something changed, so that builds at the same time do no harm. Throws with esbuild's messages when a source is broken.
 */
export async function buildPage(): Promise<BuiltPage> {
  const result = await build({
    entryPoints: [join(PAGE, "src/main.tsx")],
    outdir: join(PAGE, "dist"),
    entryNames: "page",
    bundle: true,
    minify: true,
    format: "esm",
    // The oldest that have what the styles ask for: light-dark() and :has().
    target: ["chrome123", "firefox121", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const script = hashed("page", "js", "text/javascript; charset=utf-8", contentOf(result.outputFiles, ".js"));
  const style = hashed("page", "css", "text/css; charset=utf-8", contentOf(result.outputFiles, ".css"));
  const template = await readFile(join(PAGE, "index.html"), "utf8");
  const html = template.replace("page.js", script.path).replace("page.css", style.path);
  const index: Asset = { path: "/", type: "text/html; charset=utf-8", bytes: new TextEncoder().encode(html) };
  await writeModule([index, script, style]);
  return { scriptBytes: gzipSync(script.bytes).length, styleBytes: gzipSync(style.bytes).length };
}

function contentOf(
  files: readonly { readonly path: string; readonly contents: Uint8Array }[],
  end: string,
): Uint8Array {
  const file = files.find(({ path }) => path.endsWith(end));
  if (file === undefined) {
    throw new Error(`the page's build has no ${end} file`);
  }
  return file.contents;
}

/** A file under a name that changes with its content, so that browsers may keep it for ever. */
function hashed(name: string, extension: string, type: string, bytes: Uint8Array): Asset {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, NAME_DIGITS);
  return { path: `/assets/${name}-${digest}.${extension}`, type, bytes };
}

async function writeModule(assets: readonly Asset[]): Promise<void> {
  const entries = assets.map(({ path, type, bytes }) => {
    const etag = createHash("sha256").update(bytes).digest("hex").slice(0, NAME_DIGITS);
    return { path, type, etag: `"${etag}"`, gzip: gzipSync(bytes, { level: 9 }).toString("base64") };
  });
  const code = `// Made by "npm run build:page".\nexport const assets = ${JSON.stringify(entries, null, 1)};\n`;
  const target = join(PAGE, "dist/assets.js");
  if ((await readFile(target, "utf8").catch(() => null)) === code) {
    return;
  }
  await mkdir(join(PAGE, "dist"), { recursive: true });
  const temporary = `${target}.${process.pid}`;
  await writeFile(temporary, code);
  await rename(temporary, target);
}
