/** No legitimate input is deeper, and code that walks deeper values could overflow the stack. */
const DEEPEST = 64;

/**
 * `JSON.parse` for untrusted text.
 * @throws SyntaxError also for JSON that is nested too deeply
 */
export function parseJson(text: string): unknown {
  if (isDeeperThan(DEEPEST, text)) throw new SyntaxError("The JSON is nested too deeply.");
  return JSON.parse(text);
}

/** Ignores brackets within strings. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isString = !isString;
    else if (isString) at += character === "\\" ? 1 : 0;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
