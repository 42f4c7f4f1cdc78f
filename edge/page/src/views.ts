import { effect, signal } from "@preact/signals";

/** The views, by their name in the address's fragment. Alt and their number opens them. */
export const VIEWS = [
  { id: "chat", title: "Chat" },
  { id: "fill", title: "Fill in" },
  { id: "operations", title: "Operations" },
] as const;

export type ViewId = (typeof VIEWS)[number]["id"];

/** The open view. */
export const view = signal<ViewId>(fromAddress());

/** Opens a view; the address follows, so that it can be bookmarked. Nothing secret ever stands in it. */
export function openView(id: ViewId): void {
  location.hash = id;
}

effect(() => {
  document.title = `${VIEWS.find(({ id }) => id === view.value)?.title} – dyllm`;
});

window.addEventListener("hashchange", () => {
  view.value = fromAddress();
});

function fromAddress(): ViewId {
  return VIEWS.find(({ id }) => `#${id}` === location.hash)?.id ?? "chat";
}
