import { keepForADay } from "./keep-for-a-day.ts";

const invitation = keepForADay("parley.invitation");

/** Keeps an invitation in this browser while whoever opened it makes an account. */
export const keepInvitation = (token: string): void => invitation.keep(token);

/** The invitation that waits here; none after a day. */
export const keptInvitation = (): string | null => invitation.read();

export const forgetInvitation = (): void => invitation.forget();

/** Where to go once signed in: to the invitation that waits, else `next`. */
export const afterSignIn = (next: string): string => (keptInvitation() ? "/invitation" : next);
