import { signal } from "@preact/signals";
import { type ViewId, view } from "../views.ts";
import { Icon } from "./icon.tsx";

interface Undo {
  readonly what: string;
  readonly undo: () => void;
  /** The view it was done in, where alone it is offered. */
  readonly where: ViewId;
}

const offered = signal<Undo | null>(null);

/** Says what happened and offers to take it back, until something else happens or it is dismissed. */
export function offerUndo(what: string, undo: () => void): void {
  offered.value = { what, undo, where: view.value };
}

/** Takes back an offer that no longer holds. */
export function dismissUndo(): void {
  offered.value = null;
}

/** The open view's offer, if there is one. */
export function UndoOffer() {
  const offer = offered.value;
  if (offer === null || offer.where !== view.value) {
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
      <button type="button" class="icon-button quiet" aria-label="Dismiss" onClick={dismissUndo}>
        <Icon name="close" />
      </button>
    </div>
  );
}
