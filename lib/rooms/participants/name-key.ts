/** Letters of other scripts and symbols that look like a Latin letter at a glance. */
const LOOKALIKES: Record<string, string> = {
  а: "a",
  в: "b",
  с: "c",
  ԁ: "d",
  е: "e",
  ҽ: "e",
  ғ: "f",
  һ: "h",
  н: "h",
  і: "l",
  ї: "l",
  ј: "j",
  к: "k",
  ӏ: "l",
  м: "m",
  о: "o",
  р: "p",
  ԛ: "q",
  г: "r",
  ѕ: "s",
  т: "t",
  у: "y",
  ү: "y",
  ѵ: "v",
  ԝ: "w",
  х: "x",
  з: "3",
  ь: "b",
  α: "a",
  β: "b",
  ε: "e",
  η: "n",
  ι: "l",
  κ: "k",
  μ: "u",
  ν: "v",
  ο: "o",
  ρ: "p",
  σ: "o",
  τ: "t",
  υ: "u",
  χ: "x",
  ω: "w",
  γ: "y",
  ϲ: "c",
  ϳ: "j",
  օ: "o",
  ո: "n",
  ս: "u",
  հ: "h",
  ց: "g",
  յ: "j",
  զ: "q",
  ա: "w",
  ɑ: "a",
  ʙ: "b",
  ᴄ: "c",
  ᴅ: "d",
  ᴇ: "e",
  ɡ: "g",
  ɢ: "g",
  ʜ: "h",
  ɪ: "l",
  ı: "l",
  ᴊ: "j",
  ᴋ: "k",
  ʟ: "l",
  ᴍ: "m",
  ɴ: "n",
  ᴏ: "o",
  ᴘ: "p",
  ʀ: "r",
  ꜱ: "s",
  ᴛ: "t",
  ᴜ: "u",
  ᴠ: "v",
  ᴡ: "w",
  ʏ: "y",
  ᴢ: "z",
  ø: "o",
  đ: "d",
  ħ: "h",
  ł: "l",
  ŧ: "t",
  "0": "o",
  "1": "l",
  i: "l",
  "|": "l",
  "!": "l",
  "5": "s",
  $: "s",
  "@": "a",
};

/** Pairs of letters that look like one. */
const PAIRS: [RegExp, string][] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
];

/** Accents on Latin, Greek and Cyrillic letters. In other scripts, marks make different words. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * What a name looks like: two names with the same key are easily confused, so a room admits only one of
 * them. Based on Unicode Technical Standard 39, section 4, with a smaller table.
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .toLowerCase()
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC");
  const mapped = Array.from(plain, (sign) => LOOKALIKES[sign] ?? sign).join("");
  const letters = mapped.replace(/[^\p{L}\p{N}\p{M}]/gu, "");
  // A name of symbols only, such as an emoji, is its own key.
  if (letters === "") return plain.replace(/\s/gu, "");
  return PAIRS.reduce((key, [pair, one]) => key.replace(pair, one), letters);
}
