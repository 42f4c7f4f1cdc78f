import { signal } from "@preact/signals";

interface Undo {
  readonly what: string;
  readonly undo: () => void;
}

const offered = signal<Undo | null>(null);

/** Says what happened and offers to take it back, until something else happens or it is dismissed. */
export function offerUndo(what: string, undo: () => void): void {
  offered.value = { what, undo };
}

/** Takes back an offer that no longer holds. */
export function dismissUndo(): void {
  offered.value = null;
}

/** The offer, if there is one; stands once in the page. */
export function UndoOffer() {
  const offer = offered.value;
  if (offer === null) {
    return null;
  }
  return (
    <div class="undo" role="status">
      {offer.what}
      <button
        type="button"
        onClick={() => {
          dismissUndo();
          offer.undo();
        }}
      >
        Undo
      </button>
      <button type="button" class="quiet" aria-label="Dismiss" onClick={dismissUndo}>
        ✕
      </button>
    </div>
  );
}
