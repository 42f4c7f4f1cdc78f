import { signal } from "@preact/signals";
import { readStored, store } from "./storage.ts";

const API_KEY = "dyllm.api-key";
const ADMIN_KEY = "dyllm.admin-key";

/** The API key in use; kept for this tab only, and never part of a URL. */
export const apiKey = signal<string | null>(readStored(API_KEY));

/** The admin credential of the operations view, kept apart from the API key. */
export const adminKey = signal<string | null>(readStored(ADMIN_KEY));

/** Signs in with a key, or out with null. */
export function setApiKey(key: string | null): void {
  store(API_KEY, key);
  apiKey.value = key;
}

/** Sets the admin credential, or forgets it with null. */
export function setAdminKey(key: string | null): void {
  store(ADMIN_KEY, key);
  adminKey.value = key;
}
