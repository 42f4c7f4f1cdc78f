import { signal } from "@preact/signals";

/** A screen reader is read so many characters of an answer; the rest it finds in the conversation. */
const MAX_SPOKEN = 600;

const spoken = signal("");

/** Has a screen reader say something without moving the focus. */
export function announce(message: string): void {
  spoken.value = message.slice(0, MAX_SPOKEN);
}

/** The region announcements are read from; stands once in the page. */
export function Announcer() {
  return (
    <p class="unseen" role="status" aria-live="polite">
      {spoken.value}
    </p>
  );
}
