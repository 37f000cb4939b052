declare const counted: unique symbol;

/** Proof that an email was counted against its limits. */
export type MailPermit = { readonly [counted]: true };

/** Makes a permit. Only `lib/limits/` may import this; the boundary check enforces it. */
export function permitMail(): MailPermit {
  return {} as MailPermit;
}
