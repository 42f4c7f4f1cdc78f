import { batch, signal } from "@preact/signals";
import type { Problem } from "./api/problem.ts";
import { readStored, store } from "./storage.ts";

const API_KEY = "dyllm.api-key";
const ADMIN_KEY = "dyllm.admin-key";

/** The API key in use; kept for this tab only, and never part of a URL. */
export const apiKey = signal<string | null>(readStored(API_KEY));

/** Why the person has to sign in again; null when they have not been asked to. */
export const signedOutBecause = signal<Problem | null>(null);

/** The admin credential of the operations view, kept apart from the API key. */
export const adminKey = signal<string | null>(readStored(ADMIN_KEY));

/** Signs in with a key, or out with null; what was written stays. `because`: what is said at the sign-in. */
export function setApiKey(key: string | null, because: Problem | null = null): void {
  store(API_KEY, key);
  batch(() => {
    signedOutBecause.value = because;
    apiKey.value = key;
  });
}

/** Sets the admin credential, or forgets it with null. */
export function setAdminKey(key: string | null): void {
  store(ADMIN_KEY, key);
  adminKey.value = key;
}
