import { expiringStorage } from "./expiring-storage.ts";

const stored = expiringStorage("parley.invitation");

/** Stores an opened invitation while its recipient creates an account. */
export const storePendingInvitation = (token: string): void => stored.set(token);

export const getPendingInvitation = (): string | null => stored.get();

export const removePendingInvitation = (): void => stored.remove();

/** Returns where to go after sign-in: to a pending invitation, else to `next`. */
export const pathAfterSignIn = (next: string): string => (getPendingInvitation() ? "/invitation" : next);
