/** Writes the parts of formulas on one line, as a person would type them: (a+b)/2, x^2, √(x). */
export const formula = {
  fraction: (top: string, bottom: string) => `${grouped(top)}/${grouped(bottom)}`,
  binomial: (top: string, bottom: string) => `(${top} choose ${bottom})`,
  raised: (base: string, exponent: string) => (exponent ? `${grouped(base)}^${grouped(exponent)}` : base),
  lowered: (base: string, index: string) => (index ? `${grouped(base)}_${grouped(index)}` : base),
  root: (inner: string, degree: string) => `√${degree ? `[${degree}]` : ""}(${inner})`,
  sum: (sign: string, from: string, to: string, inner: string) =>
    `${sign}${from && `_${grouped(from)}`}${to && `^${grouped(to)}`} ${inner}`,
  function: (name: string, inner: string) =>
    /^\(.*\)$/.test(inner) ? `${name}${inner}` : `${name}(${inner})`,
  accent: (base: string, sign: string) =>
    /^\p{M}$/u.test(sign) && [...base].length === 1 ? base + sign : base,
  matrix: (rows: string[][]) => `[${rows.map((row) => row.join(", ")).join("; ")}]`,
};

/** In parentheses, unless it is a single number, word or bracket. */
function grouped(text: string): string {
  const isOne = /^[+−-]?[\p{L}\p{N}\p{M}.,′'∞°]+$/u.test(text) || [...text].length <= 1;
  return isOne || isEnclosed(text) ? text : `(${text})`;
}

function isEnclosed(text: string): boolean {
  if (!/^[([{|].*[)\]}|]$/.test(text)) return false;
  let depth = 0;
  const characters = [...text];
  return characters.every((character, at) => {
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) depth -= 1;
    return depth > 0 || at === characters.length - 1;
  });
}
