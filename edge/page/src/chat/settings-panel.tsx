import { useEffect, useRef } from "preact/hooks";
import { change, models, PRESETS, settings, showCanvas } from "../settings.ts";

/** OpenAI's range. */
const MAX_TEMPERATURE = 2;
/** Seeds are 32-bit at the node. */
const MAX_SEED = 0xffff_ffff;
/** More than any small model's context; the gateway has the last word. */
const MAX_ANSWER_TOKENS = 65_536;

/** Model, preset, canvas: what is chosen often; the rest folds away. */
export function SettingsPanel() {
  const { model, preset, temperature, maxTokens, seed, slowMotion, wholeWindow, system } = settings.value;
  const details = useRef<HTMLDetailsElement>(null);
  useCloseOutside(details);
  return (
    <div class="settings">
      <label>
        <span>Model</span>
        <select value={model} onChange={(event) => change({ model: event.currentTarget.value })}>
          {models.value.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Preset</span>
        <select
          value={preset ?? ""}
          onChange={(event) => change({ preset: PRESETS.find((name) => name === event.currentTarget.value) ?? null })}
        >
          <option value="">model default</option>
          {PRESETS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Switch
        label="Canvas"
        checked={showCanvas.value}
        onChange={(checked) => {
          showCanvas.value = checked;
        }}
      />
      <details ref={details}>
        <summary>More settings</summary>
        <div class="more">
          <label>
            <span>Temperature (0: always the likeliest token)</span>
            <input
              type="number"
              min={0}
              max={MAX_TEMPERATURE}
              step={0.1}
              value={temperature}
              onChange={(event) =>
                change({ temperature: clamp(event.currentTarget.valueAsNumber, 0, MAX_TEMPERATURE) ?? 0 })
              }
            />
          </label>
          <label>
            <span>Longest answer in tokens (empty: the model's default)</span>
            <input
              type="number"
              min={1}
              max={MAX_ANSWER_TOKENS}
              value={maxTokens ?? ""}
              onChange={(event) =>
                change({ maxTokens: clamp(event.currentTarget.valueAsNumber, 1, MAX_ANSWER_TOKENS, true) })
              }
            />
          </label>
          <label>
            <span>Seed of new answers (empty: another one each time)</span>
            <input
              type="number"
              min={0}
              max={MAX_SEED}
              value={seed ?? ""}
              onChange={(event) => change({ seed: clamp(event.currentTarget.valueAsNumber, 0, MAX_SEED, true) })}
            />
          </label>
          <Switch
            label="Slow motion: one token a step"
            checked={slowMotion}
            onChange={(checked) => change({ slowMotion: checked })}
          />
          <Switch
            label="Fill the whole window, also behind the end of the text"
            checked={wholeWindow}
            onChange={(checked) => change({ wholeWindow: checked })}
          />
          <label>
            <span>System message</span>
            <textarea rows={2} value={system} onChange={(event) => change({ system: event.currentTarget.value })} />
          </label>
        </div>
      </details>
    </div>
  );
}

function Switch(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

/** Folds an open panel away when the person goes on elsewhere or presses Escape. */
function useCloseOutside(details: { readonly current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event): void => {
      const element = details.current;
      const inside = event.target instanceof Node && element?.contains(event.target) === true;
      if (element?.open === true && (!inside || (event instanceof KeyboardEvent && event.key === "Escape"))) {
        element.open = false;
      }
    };
    const events = ["pointerdown", "focusin", "keydown"];
    for (const event of events) {
      document.addEventListener(event, close);
    }
    return () => {
      for (const event of events) {
        document.removeEventListener(event, close);
      }
    };
  }, []);
}

/** A typed number within its range; null for none. */
function clamp(value: number, least: number, most: number, whole = false): number | null {
  if (!Number.isFinite(value)) {
    return null;
  }
  const inRange = Math.min(most, Math.max(least, value));
  return whole ? Math.round(inRange) : inRange;
}
