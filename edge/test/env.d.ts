import type { Env as WorkerEnv } from "../src/env.ts";

declare global {
  // biome-ignore lint/style/noNamespace: the Workers types are extended by merging into their namespace
  namespace Cloudflare {
    /** Bindings as tests see them through `cloudflare:workers`. */
    interface Env extends WorkerEnv {}
  }
}
