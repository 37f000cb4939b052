import chardet from "chardet";

type Pair = { lead: number; trail: number };
type Candidate = { encoding: string; weigh(pair: Pair): number };

/** Bytes of another encoding rarely fall on these characters only. */
const MIN_SCORE = 0.75;
const RARE = 0.2;
const between = (byte: number, from: number, to: number) => byte >= from && byte <= to;

/**
 * How common a character is in its language: syllables count most, then punctuation and the ideographs of the
 * standard's first level (JIS X 0208, GB 2312, Big5, KS X 1001), then all others.
 */
const CANDIDATES: Candidate[] = [
  {
    encoding: "shift_jis",
    weigh({ lead, trail }) {
      if (trail < 0) return 0.6;
      if ((lead === 0x82 && trail >= 0x9f) || lead === 0x83) return 1.3;
      return lead === 0x81 || lead === 0x82 || between(lead, 0x88, 0x98) ? 1 : RARE;
    },
  },
  {
    encoding: "euc-jp",
    weigh({ lead }) {
      if (lead === 0xa4 || lead === 0xa5) return 1.3;
      return lead === 0xa1 || lead === 0xa3 || between(lead, 0xb0, 0xcf) ? 1 : RARE;
    },
  },
  {
    encoding: "gb18030",
    weigh: ({ lead, trail }) =>
      trail >= 0xa1 && (lead === 0xa1 || lead === 0xa3 || between(lead, 0xb0, 0xd7)) ? 1 : RARE,
  },
  {
    encoding: "big5",
    weigh: ({ lead }) => (lead === 0xa1 || lead === 0xa2 || between(lead, 0xa4, 0xc6) ? 1 : RARE),
  },
  {
    encoding: "euc-kr",
    weigh({ lead, trail }) {
      if (trail >= 0xa1 && between(lead, 0xb0, 0xc8)) return 1.15;
      return lead === 0xa1 || lead === 0xa3 ? 1 : RARE;
    },
  },
];

/** Guesses an East Asian encoding: the one in which all bytes are valid and the characters most common. */
export function guessMultibyte(bytes: Uint8Array): string | null {
  const confidences = new Map(
    chardet.analyse(bytes).map(({ name, confidence }) => [name.toLowerCase(), confidence / 100]),
  );
  const scored = CANDIDATES.flatMap(({ encoding, weigh }) => {
    if (!isValid(bytes, encoding)) return [];
    const pairs = pairsOf(bytes, encoding === "shift_jis");
    const common = pairs.reduce((sum, pair) => sum + weigh(pair), 0) / Math.max(pairs.length, 1);
    return common >= MIN_SCORE ? [{ encoding, score: common + (confidences.get(encoding) ?? 0) }] : [];
  });
  return scored.sort((a, b) => b.score - a.score)[0]?.encoding ?? null;
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    return !/[\u0080-\u009f\ue000-\uf8ff]/.test(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** A half-width katakana of Shift_JIS is one byte; its trail is -1. */
function pairsOf(bytes: Uint8Array, isShiftJis: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    const isSingle = isShiftJis && between(lead, 0xa1, 0xdf);
    pairs.push({ lead, trail: isSingle ? -1 : (bytes[at + 1] ?? 0) });
    if (!isSingle) at += 1;
  }
  return pairs;
}
