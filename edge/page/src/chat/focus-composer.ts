/** Of the field one writes messages in. */
export const COMPOSER_ID = "composer";

/** Brings the person back to where they write; not on a touch screen, where that would open a keyboard over the page. */
export function focusComposer(): void {
  if (matchMedia("(pointer: fine)").matches) {
    document.getElementById(COMPOSER_ID)?.focus();
  }
}
