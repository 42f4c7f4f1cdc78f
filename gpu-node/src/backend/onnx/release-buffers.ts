import { MessageChannel } from "node:worker_threads";

/**
 * Gives the memory of these arrays back at once: they are empty afterwards. Node 20 has no other way than to send them to
 * nobody (a closed channel drops what is on its way); left to the collector, a model's weights would stay beside the
 * runtime's own copy until it happens to look.
 */
export function releaseBuffers(arrays: Iterable<ArrayBufferView<ArrayBuffer>>): void {
  const buffers = new Set(Array.from(arrays, ({ buffer }) => buffer));
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [...buffers]);
  port1.close();
  port2.close();
}
