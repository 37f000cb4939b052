/**
 * Whether an answer contains a text, ignoring case, emphasis, citation marks and white space. A match
 * starts at a word boundary, and a number must match whole: "4" is in neither "14" nor "4.5"; "hour" is in
 * "hours".
 */
export function holdsFact(answer: string, fact: string): boolean {
  const [text, wanted] = [flatten(answer), flatten(fact)];
  if (wanted === "") return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (isBeginning(text, at, wanted) && isEnd(text, at + wanted.length, wanted)) return true;
  }
  return false;
}

function flatten(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/ ?\[\d{1,3}\]/g, "")
    .replace(/\\(?=[!-/:-@[-`{-~])|[*`]/g, "")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

function isBeginning(text: string, at: number, wanted: string): boolean {
  if (/^\p{N}/u.test(wanted)) return !/[\p{L}\p{N}]$|\p{N}[.,]$/u.test(text.slice(Math.max(0, at - 2), at));
  return !/^\p{L}/u.test(wanted) || !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at));
}

function isEnd(text: string, end: number, wanted: string): boolean {
  return !/\p{N}$/u.test(wanted) || !/^(?:\p{N}|[.,]\p{N})/u.test(text.slice(end, end + 3));
}
