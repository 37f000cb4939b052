/** A row of delimited text. `gap`: a blank line precedes it. */
export type DelimitedRecord = { fields: string[]; gap: boolean };

/**
 * Splits delimited text (RFC 4180) into records. A quotation mark that nothing closes, as in 7" or "7" pipe,
 * is part of the field.
 */
export function readRecords(
  text: string,
  separator: string,
  limit = Number.POSITIVE_INFINITY,
): DelimitedRecord[] {
  const records: DelimitedRecord[] = [];
  let gap = false;
  for (let at = 0; at < text.length && records.length < limit; ) {
    const start = at;
    const fields: string[] = [];
    let isLast = false;
    while (!isLast) {
      const field = readField(text, at, separator);
      fields.push(field.value);
      isLast = text[field.end] !== separator;
      at = field.end + 1;
    }
    const isBlank = text.slice(start, at - 1).trim() === "";
    if (!isBlank) records.push({ fields, gap });
    gap = isBlank;
  }
  return records;
}

type Field = { value: string; end: number };

/** `end`: position of the separator or line break behind the field, or the end of the text. */
function readField(text: string, from: number, separator: string): Field {
  let open = from;
  while (text[open] === " ") open += 1;
  const quoted = text[open] === '"' ? readQuoted(text, open, separator) : null;
  if (quoted) return quoted;
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
  return { value: text.slice(from, end).trim(), end };
}

function readQuoted(text: string, open: number, separator: string): Field | null {
  const quoted = /"([^"]*(?:""[^"]*)*)" */y;
  quoted.lastIndex = open;
  const value = quoted.exec(text)?.[1];
  if (value !== undefined && isEnd(text, quoted.lastIndex, separator))
    return { value: value.replaceAll('""', '"').trim(), end: quoted.lastIndex };
  return readMalformed(text, open, separator);
}

/**
 * A quoted field with undoubled quotation marks inside ends on its line, and not behind the start of another
 * quoted field. The marks inside come in pairs if they enclose a separator.
 */
function readMalformed(text: string, open: number, separator: string): Field | null {
  const lineEnd = text.indexOf("\n", open);
  const line = text.slice(open + 1, lineEnd < 0 ? text.length : lineEnd);
  const nextQuoted = line.indexOf(`${separator}"`);
  const within = nextQuoted < 0 ? line : line.slice(0, nextQuoted);
  const closings = [...within.matchAll(/" */g)].flatMap((mark, inside) => {
    const value = within.slice(0, mark.index);
    const end = open + 1 + mark.index + mark[0].length;
    return isEnd(text, end, separator) ? [{ value, end, inside }] : [];
  });
  const closing =
    closings.find(({ inside }) => inside % 2 === 0) ??
    closings.find(({ value }) => !value.includes(separator));
  return closing ? { value: closing.value.trim(), end: closing.end } : null;
}

const isEnd = (text: string, at: number, separator: string) =>
  at >= text.length || text[at] === separator || text[at] === "\n";
