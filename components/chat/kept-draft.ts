import { keepForADay } from "#components/account/keep-for-a-day.ts";

const kept = keepForADay("parley.draft");

/** Keeps what was written to a chatbot while whoever wrote it signs in or up. */
export function keepDraft(handle: string, draft: string): void {
  if (draft.trim() !== "") kept.keep(JSON.stringify([handle, draft]));
}

/** What was kept for a chatbot, once. */
export function takeDraft(handle: string): string | null {
  const [of, draft] = JSON.parse(kept.read() ?? "[]") as string[];
  if (of !== handle || typeof draft !== "string") return null;
  kept.forget();
  return draft;
}
