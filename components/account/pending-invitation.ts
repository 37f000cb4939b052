const KEY = "parley.invitation";
const KEPT_MS = 24 * 3_600_000;

/** Keeps an invitation in this browser while whoever opened it makes an account. */
export function keepInvitation(token: string): void {
  write(JSON.stringify({ token, keptAt: Date.now() }));
}

/** The invitation that waits here; none after a day. */
export function keptInvitation(): string | null {
  try {
    const { token, keptAt } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof token === "string" && Date.now() - keptAt < KEPT_MS ? token : null;
  } catch {
    return null;
  }
}

export function forgetInvitation(): void {
  write(null);
}

/** Where to go once signed in: to the invitation that waits, else `next`. */
export const afterSignIn = (next: string): string => (keptInvitation() ? "/invitation" : next);

/** A browser that keeps nothing is no reason to fail: the mail can be opened again. */
function write(value: string | null): void {
  try {
    if (value) localStorage.setItem(KEY, value);
    else localStorage.removeItem(KEY);
  } catch {
    return;
  }
}
