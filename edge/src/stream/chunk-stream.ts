import type { CanvasEvents } from "./canvas-events.ts";
import { type ChoiceFrame, type ChoiceRecord, recordChoiceFrame } from "./choice-record.ts";

/** What a stream of completion chunks makes of its frames. */
export interface ChunkMaker<Chunk> {
  /** Kept up to date with every frame before a chunk is made of it. */
  readonly records: ChoiceRecord[];
  /** Null where nobody asked for the canvas. */
  readonly canvas: CanvasEvents | null;
  readonly includeUsage: boolean;
  canvasChunk(event: NonNullable<ReturnType<CanvasEvents["event"]>>): Chunk;
  chunksOf(event: ChoiceFrame): readonly Chunk[];
  usageChunk(): Chunk;
}

/**
 * Frames → chunks: what each frame shows, then the usage where it was asked for. What `frames` throws passes through after
 * that last chunk: what was delivered of a broken answer has its price too.
 */
export async function* chunkStream<Chunk>(
  frames: AsyncIterable<ChoiceFrame>,
  maker: ChunkMaker<Chunk>,
): AsyncGenerator<Chunk, void, undefined> {
  try {
    for await (const event of frames) {
      recordChoiceFrame(maker.records, event);
      const shown = maker.canvas?.event(event) ?? null;
      if (shown !== null) {
        yield maker.canvasChunk(shown);
      }
      yield* maker.chunksOf(event);
    }
  } catch (thrown) {
    if (maker.includeUsage) {
      yield maker.usageChunk();
    }
    throw thrown;
  }
  if (maker.includeUsage) {
    yield maker.usageChunk();
  }
}
