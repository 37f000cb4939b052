import type { Email } from "#lib/core/email/send-email.ts";

/** The mails of an account, as plain text: nothing to click but the one link, nothing that tells more than it must. */
export const accountEmail = {
  verify: (to: string, link: string): Email => ({
    to,
    subject: "Confirm your e-mail address",
    text: `Someone, hopefully you, made a Parley account with this address.\n\nConfirm it here, within 24 hours:\n${link}\n\nIf it was not you, ignore this mail: without it the account stays closed.\n`,
  }),
  known: (to: string, link: string): Email => ({
    to,
    subject: "You already have an account",
    text: `Someone, hopefully you, tried to make a Parley account with this address. You have one already.\n\nSign in, or choose a new password, here:\n${link}\n\nIf it was not you, there is nothing to do.\n`,
  }),
  reset: (to: string, link: string): Email => ({
    to,
    subject: "Choose a new password",
    text: `Someone, hopefully you, asked for a new password for this Parley account.\n\nChoose one here, within an hour:\n${link}\n\nIf it was not you, ignore this mail: your password stays as it is.\n`,
  }),
  secondFactor: (to: string, link: string, isOn: boolean): Email => ({
    to,
    subject: isOn ? "A second factor was turned on" : "Your second factor was removed",
    text: `${
      isOn
        ? "Your Parley account asks for a code of your app from now on, and every other browser was signed out."
        : "Your Parley account asks for no second factor any more."
    }\n\nIf it was not you, choose a new password at once:\n${link}\n`,
  }),
  changed: (to: string, link: string): Email => ({
    to,
    subject: "Your password was changed",
    text: `The password of your Parley account was changed, and every other browser was signed out.\n\nIf it was not you, choose a new one at once:\n${link}\n`,
  }),
};
