import { effect, signal } from "@preact/signals";
import { Icon } from "./icon.tsx";

const THEMES = ["system", "light", "dark"] as const;

type Theme = (typeof THEMES)[number];

const STORED = "dyllm.theme";

const theme = signal<Theme>(stored());

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === "system") {
    delete dataset.theme;
  } else {
    dataset.theme = theme.value;
  }
  try {
    localStorage.setItem(STORED, theme.value);
  } catch {
    // Chosen for this visit only, then.
  }
});

/** Goes through system, light and dark. */
export function ThemeButton() {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
  return (
    <button
      type="button"
      class="icon-button quiet"
      aria-label={`Colours: ${theme.value}. Change to ${next}.`}
      title={`Colours: ${theme.value}`}
      onClick={() => {
        theme.value = next;
      }}
    >
      <Icon name={theme.value} />
    </button>
  );
}

function stored(): Theme {
  try {
    return THEMES.find((name) => name === localStorage.getItem(STORED)) ?? "system";
  } catch {
    return "system";
  }
}
