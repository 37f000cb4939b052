/** No legitimate input is deeper, and code that walks deeper values could overflow the stack. */
const DEEPEST = 64;
const [QUOTE, BACKSLASH, BRACKET, BRACE, CLOSING_BRACKET, CLOSING_BRACE] = [
  0x22, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d,
];

/**
 * `JSON.parse` for untrusted text.
 * @throws SyntaxError also for JSON that is nested too deeply
 */
export function parseJson(text: string): unknown {
  if (isDeeperThan(DEEPEST, text)) throw new SyntaxError("The JSON is nested too deeply.");
  return JSON.parse(text);
}

/** Ignores brackets within strings. Texts with few brackets, the usual case, are not followed. */
function isDeeperThan(limit: number, text: string): boolean {
  if (!hasMoreBrackets(limit, text)) return false;
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isString = !isString;
    else if (isString) at += code === BACKSLASH ? 1 : 0;
    else if (code === BRACKET || code === BRACE) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) depth -= 1;
  }
  return false;
}

function hasMoreBrackets(limit: number, text: string): boolean {
  let count = 0;
  for (const bracket of ["[", "{"]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}
