/**
 * Returns the line, from 1, on which each element of a JSON array starts: the text's own array, or the one
 * under `key` of its object. The text must be valid JSON; of a duplicate key the last counts, as in
 * JSON.parse.
 */
export function locateElements(text: string, key: string | null): number[] {
  const depthOfElements = key === null ? 1 : 2;
  let lines: number[] = [];
  let [line, depth, isInside, expectsElement] = [1, 0, false, false];
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:\n]|[^\s[\]{},:"]+/g)) {
    if (token === "\n") line += 1;
    else if (token === "]" || token === "}") {
      depth -= 1;
      expectsElement = false;
    } else if (token === ",") expectsElement = isInside && depth === depthOfElements;
    else if (token === ":") continue;
    else {
      if (expectsElement) {
        lines.push(line);
        expectsElement = false;
      }
      if (key !== null && depth === 1 && token.startsWith('"')) isInside = JSON.parse(token) === key;
      if (token !== "[" && token !== "{") continue;
      depth += 1;
      if (key === null && depth === 1) isInside = true;
      if (!isInside || depth !== depthOfElements || token !== "[") continue;
      lines = [];
      expectsElement = true;
    }
  }
  return lines;
}
