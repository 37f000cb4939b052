/** Encodes text in a one- or two-byte encoding by inverting the decoder. */
export function encodeAs(encoding: string, text: string): Uint8Array {
  const codes = tableOf(encoding);
  return new Uint8Array(
    [...text].flatMap((character) => {
      const code = codes.get(character);
      if (!code) throw new Error(`${encoding} has no ${character}`);
      return code;
    }),
  );
}

const tables = new Map<string, Map<string, number[]>>();

function tableOf(encoding: string): Map<string, number[]> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const add = (code: number[]) => {
    try {
      const text = decoder.decode(new Uint8Array(code));
      if ([...text].length === 1 && !table.has(text)) table.set(text, code);
    } catch {
      // Not a character of this encoding.
    }
  };
  for (let first = 0; first < 256; first += 1) add([first]);
  for (let first = 0x81; first < 255; first += 1)
    for (let second = 0x40; second < 255; second += 1) add([first, second]);
  tables.set(encoding, table);
  return table;
}
