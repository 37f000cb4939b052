import { foldWord } from "./fold-word.ts";
import type { Atom, Run } from "./read-runs.ts";

/** A part of a run written without its signs. `from` and `to` are positions of atoms, `to` included. */
type JoinedForm = { text: string; from: number; to: number };

const MAX_LENGTH = 40;
const MAX_ATOMS = 12;
/** Digits of a number that people also write without its signs, such as a phone number. */
const MIN_DIGITS = 7;

/**
 * Returns the forms under which a run and its parts may be written elsewhere: neighbors ("ds7604"), parts
 * between signs ("7604ni"), parts between slashes, and the whole. Numbers stay apart: "2.14.3" and "2143"
 * are different.
 */
export function joinedForms({ atoms, ending }: Run): JoinedForm[] {
  const forms = new Map<string, JoinedForm>();
  const add = (from: number, to: number, text = joinAtoms(atoms.slice(from, to + 1))) => {
    const isNew = to > from || text !== atoms[from]?.text;
    if (isNew && text.length <= MAX_LENGTH && !forms.has(text)) forms.set(text, { text, from, to });
  };
  const last = Math.min(atoms.length, MAX_ATOMS) - 1;
  const [only] = atoms;
  if (last === 0 && only && ending !== "") add(0, 0, `${only.text}${ending}`);
  for (const isEnd of [(atom: Atom) => atom.sign !== "", isSlash]) {
    for (const { from, to } of rangesBetween(atoms, last, isEnd)) add(from, to);
  }
  for (let at = 0; at < last; at += 1) {
    const next = atoms[at + 1];
    if (next && isJoinable(next) && !isSlash(next)) add(at, at + 1);
  }
  if (atoms.slice(1).every(isJoinable)) add(0, last);
  for (const number of plainNumbers(atoms.slice(0, last + 1))) add(0, last, number);
  return [...forms.values()];
}

const isSlash = ({ sign }: Atom) => sign === "/" || sign === "\u2044";

function* rangesBetween(atoms: Atom[], last: number, isEnd: (atom: Atom) => boolean) {
  let from = 0;
  for (let at = 1; at <= last + 1; at += 1) {
    const atom = at <= last ? atoms[at] : undefined;
    if (atom && isJoinable(atom) && !isEnd(atom)) continue;
    yield { from, to: at - 1 };
    from = at;
  }
}

/** Elisions ("l'article") and scripts without spaces are never written as one with a neighbor. */
function isJoinable({ kind, sign }: Atom): boolean {
  return kind !== "unspaced" && !/['\u2019]/.test(sign);
}

function joinAtoms(atoms: Atom[]): string {
  return atoms.reduce((joined, atom, at) => {
    const areNumbers = atom.kind === "digits" && atoms[at - 1]?.kind === "digits";
    return joined + (areNumbers ? (isSlash(atom) ? "/" : ".") : "") + foldWord(atom.text);
  }, "");
}

/**
 * Returns a number without the signs between thousands ("1200" for "1,200.50") or between groups, also
 * without the first, which may be a country code.
 */
function plainNumbers(atoms: Atom[]): string[] {
  const [first, second] = atoms;
  if (!first || !second || !atoms.every(({ kind }) => kind === "digits")) return [];
  const digits = (some: Atom[]) => some.map(({ text }) => text).join("");
  const others = atoms.slice(1);
  const groups = others.findIndex(({ text, sign }) => sign !== second.sign || text.length !== 3);
  const thousands = groups < 0 ? atoms : atoms.slice(0, groups + 1);
  const isThousands =
    /^\d{1,3}$/.test(first.text) && /^[.,'\u2019]$/.test(second.sign) && thousands.length > 1;
  const hasDecimals = thousands.length === atoms.length - 1;
  if (isThousands && (hasDecimals || groups < 0)) return [digits(thousands)];
  return [atoms, others].map(digits).filter((number) => number.length >= MIN_DIGITS);
}
