import { useEffect, useRef } from "preact/hooks";
import { change, models, PRESETS, settings, showCanvas } from "../settings.ts";
import { Icon } from "../ui/icon.tsx";

/** OpenAI's range. */
const MAX_TEMPERATURE = 2;
/** Seeds are 32-bit at the node. */
const MAX_SEED = 0xffff_ffff;
/** More than any small model's context; the gateway has the last word. */
const MAX_ANSWER_TOKENS = 65_536;

/** Model, preset, canvas: what is chosen often; the rest folds away. */
export function SettingsPanel() {
  const { model, preset } = settings.value;
  return (
    <div class="settings">
      <label class="pill">
        <span>Model</span>
        <select value={model} onChange={(event) => change({ model: event.currentTarget.value })}>
          {models.value.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <label class="pill">
        <span>Preset</span>
        <select
          value={preset ?? ""}
          onChange={(event) => change({ preset: PRESETS.find((name) => name === event.currentTarget.value) ?? null })}
        >
          <option value="">default</option>
          {PRESETS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="pill toggle" title="Show how answers are written">
        <input
          type="checkbox"
          checked={showCanvas.value}
          onChange={(event) => {
            showCanvas.value = event.currentTarget.checked;
          }}
        />
        <Icon name="grid" />
        <span>Canvas</span>
      </label>
      <MoreSettings />
    </div>
  );
}

function MoreSettings() {
  const { temperature, maxTokens, seed, slowMotion, wholeWindow, system } = settings.value;
  const details = useRef<HTMLDetailsElement>(null);
  useCloseOutside(details);
  return (
    <details ref={details}>
      <summary class="pill" aria-label="More settings" title="More settings">
        <Icon name="sliders" />
      </summary>
      <div class="more">
        <NumberField
          label="Temperature"
          hint="0: always the likeliest token"
          value={temperature}
          min={0}
          max={MAX_TEMPERATURE}
          step={0.1}
          onValue={(value) => change({ temperature: value ?? 0 })}
        />
        <NumberField
          label="Longest answer"
          hint="in tokens; empty: the model's default"
          value={maxTokens}
          min={1}
          max={MAX_ANSWER_TOKENS}
          step={1}
          onValue={(value) => change({ maxTokens: value })}
        />
        <NumberField
          label="Seed"
          hint="of new answers; empty: another one each time"
          value={seed}
          min={0}
          max={MAX_SEED}
          step={1}
          onValue={(value) => change({ seed: value })}
        />
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
        <label class="field">
          <span>System message</span>
          <textarea rows={2} value={system} onInput={(event) => change({ system: event.currentTarget.value })} />
        </label>
      </div>
    </details>
  );
}

function NumberField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** 1: whole numbers. */
  readonly step: number;
  readonly onValue: (value: number | null) => void;
}) {
  const { label, hint, value, min, max, step, onValue } = props;
  return (
    <label class="field">
      <span>
        {label} <small>{hint}</small>
      </span>
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        value={value ?? ""}
        onChange={(event) => onValue(clamp(event.currentTarget.valueAsNumber, min, max, step === 1))}
      />
    </label>
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
      if (element?.open !== true) {
        return;
      }
      const inside = event.target instanceof Node && element.contains(event.target);
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      if (escaped) {
        // This Escape has done its work: it stops no answer.
        event.preventDefault();
        element.querySelector("summary")?.focus();
      }
      if (escaped || !inside) {
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
function clamp(value: number, least: number, most: number, whole: boolean): number | null {
  if (!Number.isFinite(value)) {
    return null;
  }
  const inRange = Math.min(most, Math.max(least, value));
  return whole ? Math.round(inRange) : inRange;
}
