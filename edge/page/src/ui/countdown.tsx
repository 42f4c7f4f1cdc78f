import { useEffect, useState } from "preact/hooks";

const TICK_MS = 250;
const MS_PER_SECOND = 1000;

/** Whole seconds until a time, counted down; 0 when it has come or there is none. */
export function useSecondsUntil(atMs: number | null): number {
  const left = (): number => (atMs === null ? 0 : Math.max(0, Math.ceil((atMs - Date.now()) / MS_PER_SECOND)));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    if (atMs === null || atMs <= Date.now()) {
      return;
    }
    const timer = setInterval(() => {
      setSeconds(left());
      if (atMs <= Date.now()) {
        clearInterval(timer);
      }
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [atMs]);
  return seconds;
}

/** A time span in words: `42 s`, `3 min`, `2 h`. */
export function inWords(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
