import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { DEFAULT_GAP_TOKENS, gapMark, MAX_GAP_TOKENS, withGapsMarked } from "./gaps.ts";
import { fill, gapped } from "./run-fill.ts";

/** Where the text with its gaps is written. Alt+G puts a gap where the cursor stands, Ctrl+Enter fills. */
export function GappedEditor() {
  const area = useRef<HTMLTextAreaElement>(null);
  const tokens = useSignal(DEFAULT_GAP_TOKENS);
  const insert = (): void => {
    const field = area.current;
    if (field === null) {
      return;
    }
    field.setRangeText(gapMark(tokens.value), field.selectionStart, field.selectionEnd, "end");
    gapped.value = field.value;
    field.focus();
  };
  return (
    <>
      <div class="row">
        <button type="button" aria-keyshortcuts="Alt+G" title="Alt+G" onClick={insert}>
          Insert a gap
        </button>
        <label class="inline">
          of at most
          <input
            type="number"
            min={1}
            max={MAX_GAP_TOKENS}
            value={tokens.value}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              tokens.value = Number.isFinite(value) ? Math.min(MAX_GAP_TOKENS, Math.max(1, Math.round(value))) : 1;
            }}
          />
          tokens
        </label>
      </div>
      <div class="gapped">
        {/* The same text behind the field, with its gaps marked: a field alone cannot colour a part of its text. */}
        <pre aria-hidden="true">
          {withGapsMarked(gapped.value).map(({ text, gap }, i) =>
            gap ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
          )}
          {"\n"}
        </pre>
        <textarea
          ref={area}
          value={gapped.value}
          spellcheck={false}
          aria-label="Text with gaps. A gap is written [[gap]] or, with a number of tokens, [[gap 24]]."
          onInput={(event) => {
            gapped.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.altKey && event.code === "KeyG") {
              event.preventDefault();
              insert();
            } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
              event.preventDefault();
              void fill();
            }
          }}
        />
      </div>
    </>
  );
}
