/** Punctuation that closes or follows an address in running text and is never written in one. */
const closing =
  /[\u2014\u2018-\u201f\u2026\u3000-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u060c\u061b\u061f\u06d4\u0964\u0965]/;
const cjkLetter =
  /[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/**
 * Whether a bare address ends before this character. CJK letters belong to it where a part of it starts with
 * them, as in `/wiki/東京`, and to the sentence where they follow Latin, as in `/docs了解`.
 */
export function endsAddress(character: string, previous: string): boolean {
  if (closing.test(character)) return true;
  return cjkLetter.test(character) && /[A-Za-z0-9*~)"',!;\]]/.test(previous);
}

/** Returns where an address at the start of the text ends by `endsAddress`. */
export function addressEnd(text: string): number {
  for (let at = 1; at < text.length; at++) {
    if (endsAddress(text.charAt(at), text.charAt(at - 1))) return at;
  }
  return text.length;
}
