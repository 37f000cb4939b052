/**
 * A line that is not blank. `start`: UTF-16 offset of its first visible character; `lineStart`: of its
 * indentation; `end`: after its last visible character. `indent` is in columns. `gap`: a blank line precedes
 * it.
 */
export type Line = {
  lineStart: number;
  start: number;
  end: number;
  indent: number;
  gap: boolean;
  text: string;
};

/** Blank lines are skipped and recorded as the next line's `gap`. */
export function readLines(content: string): Line[] {
  const lines: Line[] = [];
  let gap = false;
  for (let lineStart = 0; lineStart < content.length; ) {
    const newline = content.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? content.length : newline;
    const line = readLine(content, lineStart, lineEnd, gap);
    if (line) lines.push(line);
    gap = line === undefined;
    lineStart = lineEnd + 1;
  }
  return lines;
}

function readLine(content: string, lineStart: number, lineEnd: number, gap: boolean): Line | undefined {
  let start = lineStart;
  let indent = 0;
  for (; start < lineEnd; start += 1) {
    const character = content[start];
    if (character === " ") indent += 1;
    else if (character === "\t") indent += 4 - (indent % 4);
    else break;
  }
  const text = content.slice(start, lineEnd).trimEnd();
  return text === "" ? undefined : { lineStart, start, end: start + text.length, indent, gap, text };
}

/** The same lines without quote marks; a line of marks only is blank. */
export function insideQuote(lines: Line[]): Line[] {
  const inner: Line[] = [];
  let gap = false;
  for (const line of lines) {
    const rest = line.text.startsWith(">") ? line.text.replace(/^>[ \t]?/, "") : line.text;
    const text = rest.trimStart();
    if (text !== "") inner.push({ ...line, indent: rest.length - text.length, gap: gap || line.gap, text });
    gap = text === "";
  }
  return inner;
}

/** The same lines without the list marker; the item's text starts at `column`. */
export function insideItem(lines: Line[], column: number): Line[] {
  const [first, ...rest] = lines;
  if (!first) return [];
  const text = first.text.replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]*/, "");
  const next = rest.map((line) => (line.indent < column ? { ...line, indent: column } : line));
  return text === ""
    ? next
    : [{ ...first, lineStart: first.start, indent: column, gap: false, text }, ...next];
}
