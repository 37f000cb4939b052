import { foldWord } from "./fold-word.ts";
import type { Atom, Run } from "./read-runs.ts";

/** A part of a run written without its signs. `from` and `to` are positions of atoms, `to` included. */
export type JoinedForm = { text: string; from: number; to: number };

const MAX_LENGTH = 40;
const MAX_ATOMS = 12;
const THOUSANDS = /^\d{1,3}$/;

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
  const whole = thousands(atoms);
  if (whole) add(0, last, whole);
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

/** Returns "1200" for "1,200". */
function thousands(atoms: Atom[]): string | null {
  const [first, ...others] = atoms;
  const isNumber =
    first !== undefined &&
    THOUSANDS.test(first.text) &&
    others.length > 0 &&
    others.every(({ text, sign }) => /^\d{3}$/.test(text) && /^[.,'\u2019]$/.test(sign));
  return isNumber ? atoms.map(({ text }) => text).join("") : null;
}
