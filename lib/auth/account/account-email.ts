import type { Email } from "#lib/core/email/send-email.ts";

/** Account emails are plain text with one link, and they reveal no more than necessary. */
export const accountEmail = {
  verify: (to: string, link: string): Email => ({
    to,
    subject: "Confirm your email",
    text: `You (or someone else) created a Parley account with this email.\n\nConfirm your email within 24 hours:\n${link}\n\nIf this wasn't you, ignore this email and the account won't be activated.\n`,
  }),
  known: (to: string, link: string): Email => ({
    to,
    subject: "You already have an account",
    text: `You (or someone else) tried to create a Parley account with this email, but you already have one.\n\nSign in or reset your password:\n${link}\n\nIf this wasn't you, no action is needed.\n`,
  }),
  reset: (to: string, link: string): Email => ({
    to,
    subject: "Reset your password",
    text: `You (or someone else) asked to reset the password for your Parley account.\n\nChoose a new password within one hour:\n${link}\n\nIf this wasn't you, ignore this email and your password won't change.\n`,
  }),
  secondFactor: (to: string, link: string, isOn: boolean): Email => ({
    to,
    subject: isOn ? "Two-factor authentication was turned on" : "Two-factor authentication was turned off",
    text: `${
      isOn
        ? "Your Parley account now asks for a code from your authenticator app when you sign in. All other browsers were signed out."
        : "Your Parley account no longer asks for a code when you sign in."
    }\n\nIf this wasn't you, reset your password immediately:\n${link}\n`,
  }),
  changed: (to: string, link: string): Email => ({
    to,
    subject: "Your password was changed",
    text: `The password for your Parley account was changed. All other browsers were signed out.\n\nIf this wasn't you, reset your password immediately:\n${link}\n`,
  }),
};
