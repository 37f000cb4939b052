const PHONE = /(?:\+|\b0)\d[\d\s()/.-]{5,}\d\b/;
const EMAIL = /[\p{L}\p{N}._+-]{1,64}@[\p{L}\p{N}-]{1,63}\.\p{L}/u;
const MAX_CHARS = 20_000;

/** Whether a text names a phone number or an email address. */
export function givesContact(text: string): boolean {
  const part = text.slice(0, MAX_CHARS);
  return PHONE.test(part) || EMAIL.test(part);
}
