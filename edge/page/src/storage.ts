/**
 * A value of this tab, gone when it is closed. Storage may be switched off in the browser: then nothing is kept.
 *
 * @returns the stored text, or null
 */
export function readStored(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a value for this tab; null removes it. A full or switched-off storage is no reason to fail. */
export function store(key: string, value: string | null): void {
  try {
    if (value === null) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, value);
    }
  } catch {
    // What was typed still stands on the page; only a reload would lose it.
  }
}
