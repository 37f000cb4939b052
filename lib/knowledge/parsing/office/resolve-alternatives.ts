import { allNamed } from "./read-xml.ts";

/** What can be read of a newer form; programs write an older one beside it, often a picture. */
const READABLE = ["w:t", "a:t", "c:chart", "cx:chart", "dgm:relIds", "m:oMath", "pic:pic", "p:pic"];

/** Keeps one form of content that is stored in two: the newer one where it is readable. */
export function resolveAlternatives(part: Document): void {
  for (const alternatives of allNamed(part, "mc:AlternateContent")) {
    const [choice] = allNamed(alternatives, "mc:Choice");
    const [fallback] = allNamed(alternatives, "mc:Fallback");
    const isReadable = choice && READABLE.some((name) => allNamed(choice, name).length > 0);
    const kept = (isReadable ? choice : fallback) ?? choice;
    while (kept?.firstChild) alternatives.parentNode?.insertBefore(kept.firstChild, alternatives);
    alternatives.parentNode?.removeChild(alternatives);
  }
}
