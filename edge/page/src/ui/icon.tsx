/** Line drawings on a grid of 16 by 16. */
const PATHS = {
  plus: "M8 3.5v9M3.5 8h9",
  copy: "M6 6h7v7H6zM10 3H3v7",
  check: "M3.5 8.5l3 3 6-7",
  edit: "M10.5 3.5l2 2L6 12H4v-2z",
  again: "M12.5 8a4.5 4.5 0 1 1-1.3-3.2M12.5 2.5v2.8H9.7",
  shuffle: "M2 5h2.2l5 6H13M2 11h2.2L5.6 9.3M7.8 6.7L9.2 5H13M11.5 3.2L13.3 5l-1.8 1.8M11.5 9.2l1.8 1.8-1.8 1.8",
  grid: "M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z",
  sliders: "M2.5 5H7M11 5h2.5M2.5 11H5M9 11h4.5M7 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M5 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  system: "M2.5 3.5h11v7h-11zM6 13h4",
  light:
    "M8 5.3a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  dark: "M13 9.6A5.6 5.6 0 1 1 6.4 3a4.5 4.5 0 0 0 6.6 6.6z",
  leave: "M6.5 3h-3v10h3M7 8h6M10.5 5.5L13 8l-2.5 2.5",
  play: "M5.5 3.5v9l7-4.5z",
  pause: "M5.5 4v8M10.5 4v8",
  left: "M9.5 4.5L6 8l3.5 3.5",
  right: "M6.5 4.5L10 8l-3.5 3.5",
  close: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  send: "M8 12.5v-9M4 7.5l4-4 4 4",
  stop: "M5 5h6v6H5z",
  warning: "M8 2.5L14 13H2zM8 6.5v3M8 11.3v.2",
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture beside or in the place of a word; what it means must be said by the control that holds it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
