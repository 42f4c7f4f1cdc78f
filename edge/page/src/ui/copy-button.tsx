import { useSignal } from "@preact/signals";
import { Icon } from "./icon.tsx";

/** How long the button says that it worked, in ms. */
const SAID_MS = 1_500;

/** Copies a text. `label`: what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const said = useSignal<string | null>(null);
  const copy = async (): Promise<void> => {
    said.value = await copied(text);
    setTimeout(() => {
      said.value = null;
    }, SAID_MS);
  };
  const name = said.value ?? label;
  return (
    <button type="button" class="icon-button quiet" aria-label={name} title={name} onClick={() => void copy()}>
      <Icon name={said.value === null ? "copy" : said.value === COPIED ? "check" : "close"} />
    </button>
  );
}

const COPIED = "Copied";

/** Copies a text; what to say about it. Browsers refuse outside of HTTPS and localhost, and when the person does. */
export async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return COPIED;
  } catch {
    return "Copying is not allowed here";
  }
}
