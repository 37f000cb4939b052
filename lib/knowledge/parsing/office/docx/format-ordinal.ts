const ROMAN: [number, string][] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];
const LATIN = "abcdefghijklmnopqrstuvwxyz";
const RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя";
const CHINESE = "〇一二三四五六七八九";
const STEMS = "甲乙丙丁戊己庚辛壬癸";
const KOREAN = "가나다라마바사아자차카타파하";
const KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const SIGNS = "*†‡§";
const MAX_NUMBER = 32_767;

/** Writes a number in a number format of Word (ECMA-376, part 1, 17.18.59); unknown formats as decimal. */
export function formatOrdinal(number: number, format: string): string {
  const value = Math.min(Math.max(number, 0), MAX_NUMBER);
  switch (format) {
    case "none":
      return "";
    case "decimalZero":
      return String(value).padStart(2, "0");
    case "upperRoman":
      return roman(value);
    case "lowerRoman":
      return roman(value).toLowerCase();
    case "upperLetter":
      return repeated(value, LATIN).toUpperCase();
    case "lowerLetter":
      return repeated(value, LATIN);
    case "russianLower":
      return repeated(value, RUSSIAN);
    case "russianUpper":
      return repeated(value, RUSSIAN).toUpperCase();
    case "ordinal":
      return `${value}${englishEnding(value)}`;
    case "chicago":
      return repeated(value, SIGNS);
    case "decimalEnclosedCircle":
    case "decimalEnclosedCircleChinese":
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x245f + value) : String(value);
    case "decimalEnclosedParen":
      return `(${value})`;
    case "decimalFullWidth":
    case "decimalFullWidth2":
      return String(value).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    case "chineseCounting":
    case "chineseCountingThousand":
    case "taiwaneseCounting":
    case "taiwaneseCountingThousand":
    case "japaneseCounting":
    case "koreanCounting":
    case "ideographDigital":
    case "japaneseDigitalTenThousand":
      return chinese(value);
    case "ideographTraditional":
      return repeated(value, STEMS);
    case "ganada":
      return repeated(value, KOREAN);
    case "aiueo":
    case "aiueoFullWidth":
      return repeated(value, KANA);
    default:
      return String(value);
  }
}

function roman(value: number): string {
  let rest = value;
  return ROMAN.map(([size, letters]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return letters.repeat(count);
  }).join("");
}

/** After the last letter, letters are doubled: aa, bb. */
function repeated(value: number, letters: string): string {
  if (value < 1) return "";
  const letter = letters[(value - 1) % letters.length] ?? "";
  return letter.repeat(Math.ceil(value / letters.length));
}

function englishEnding(value: number): string {
  if (value % 100 >= 11 && value % 100 <= 13) return "th";
  return ["th", "st", "nd", "rd"][value % 10] ?? "th";
}

function chinese(value: number): string {
  if (value >= 100) return [...String(value)].map((digit) => CHINESE[Number(digit)]).join("");
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const ten = tens === 0 ? "" : tens === 1 ? "十" : `${CHINESE[tens]}十`;
  return ten + (ones > 0 || tens === 0 ? CHINESE[ones] : "");
}
