import { expiringStorage } from "#components/account/expiring-storage.ts";

const stored = expiringStorage("parley.draft");

/** Stores the unsent question to a chatbot while the user signs in or signs up. */
export function storeDraft(handle: string, draft: string): void {
  if (draft.trim() !== "") stored.set(JSON.stringify([handle, draft]));
}

/** Returns the stored draft for a chatbot and removes it. */
export function takeDraft(handle: string): string | null {
  const [of, draft] = JSON.parse(stored.get() ?? "[]") as string[];
  if (of !== handle || typeof draft !== "string") return null;
  stored.remove();
  return draft;
}
