const ONE_MAILBOX_WITHOUT_DOTS = new Set(["gmail.com", "googlemail.com"]);

/** Returns the mailbox that an address is delivered to, so that `ada+1@…` and `ada+2@…` count as one. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1).toLowerCase();
  const [local = ""] = email.slice(0, at).toLowerCase().split("+");
  if (ONE_MAILBOX_WITHOUT_DOTS.has(domain)) return `${local.replaceAll(".", "")}@gmail.com`;
  return `${local}@${domain}`;
}
