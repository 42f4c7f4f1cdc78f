/**
 * Longest request body in bytes. A full 64k-token canvas is about 0.4 MB of text, and a resume point of the same length
 * about 1 MB of numbers; 4 MiB leaves room for both and for JSON escapes, and keeps a flood of bodies cheap to hold.
 */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Deepest JSON nesting. Protocol v1 needs 5; deeper input only serves to exhaust the stack of whoever walks it. */
export const MAX_JSON_DEPTH = 32;

/** Time for the request headers, in ms: they fit in a few packets, so slower means a connection held on purpose. */
export const HEADERS_TIMEOUT_MS = 10_000;

/** Time for headers and body together, in ms: 4 MiB at 1.2 Mbit/s. The answer's length is not limited by it. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** How often Node looks for connections past the two limits above, in ms (its default of 30 s would double them). */
export const TIMEOUT_CHECK_MS = 2_000;

/** Idle time before a kept connection is closed, in ms: longer than the 60 s after which usual proxies drop theirs. */
export const KEEP_ALIVE_MS = 65_000;

/** Largest header block, in bytes: our headers take less than 1 KiB. */
export const MAX_HEADER_BYTES = 8 * 1024;

/** Open connections. Each costs a descriptor and buffers, while `max-running` and `max-queued` bound the work. */
export const MAX_CONNECTIONS = 1_024;

/** A client that takes nothing for so long, in ms, while a frame waits for it, is treated as gone. */
export const STALLED_READER_MS = 30_000;

/** Told to a refused caller that may come back, in ms, where the error names no time of its own. */
export const DEFAULT_RETRY_AFTER_MS = 1_000;

/**
 * Nonces remembered at once. They live for a minute, so this allows 1,600 requests a second, far above what a node
 * can denoise; an entry is about 100 bytes, so the cache stays below 10 MB.
 */
export const MAX_NONCES = 100_000;

/** Longest nonce in characters: ours have 32. Only a holder of a key could make us store longer ones. */
export const MAX_NONCE_LENGTH = 128;
