import { useSignal } from "@preact/signals";

/** How long the button says that it worked, in ms. */
const SAID_MS = 1_500;

/** Copies a text. `label`: what is copied, for a screen reader. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const said = useSignal<string | null>(null);
  const copy = async (): Promise<void> => {
    said.value = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "Not allowed",
    );
    setTimeout(() => {
      said.value = null;
    }, SAID_MS);
  };
  return (
    <button type="button" class="quiet" aria-label={said.value ?? label} onClick={() => void copy()}>
      {said.value ?? "Copy"}
    </button>
  );
}
