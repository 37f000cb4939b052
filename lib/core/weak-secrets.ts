/**
 * Words from examples and placeholders, and keyboard rows. Each is so long, or so bound to the start, that
 * one random secret in ten million has it.
 */
const PLACEHOLDERS =
  /change.?(?:me|this|it)|pass.?word|(?:my|your|super|top|test).?secret|secret.?key|example|placeholder|replace|qwerty|asdfgh|zxcvbn|letmein|^(?:your|test|dummy|sample|default)[-_ ]/i;
/** 16 random hex digits nearly always have at least 4 distinct ones, and 32 at least 8. */
const fewestCharacters = (length: number) => Math.min(8, Math.floor(length / 4));
/**
 * A unit of 16 characters written twice has 53 % different runs of three. One secret of 16 random hex digits
 * in ten million has under 65 %, and longer ones have more.
 */
const FEWEST_DIFFERENT_RUNS = 0.55;
/** No step between neighbors is frequent in random text. */
const mostOfOneStep = (steps: number) => Math.max(9, 0.4 * steps);
/** Two random secrets share no run of this length. */
const LONGEST_SHARED = 12;

/** Whether a secret repeats itself, counts up or down, follows the keyboard, or is an example value. */
export function isPatterned(secret: string): boolean {
  const characters = [...secret];
  if (PLACEHOLDERS.test(secret) || new Set(characters).size < fewestCharacters(secret.length)) return true;
  const runs = characters.slice(2).map((_, at) => secret.slice(at, at + 3));
  if (new Set(runs).size < FEWEST_DIFFERENT_RUNS * runs.length) return true;
  const steps = new Map<number, number>();
  for (let at = 1; at < secret.length; at += 1) {
    const step = secret.charCodeAt(at) - secret.charCodeAt(at - 1);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return Math.max(...steps.values()) > mostOfOneStep(secret.length - 1);
}

/** Whether two secrets are equal or share a long part, so that one would reveal the other. */
export function isAlike(one: string, other: string): boolean {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  const length = Math.min(LONGEST_SHARED, left.length, right.length);
  for (let at = 0; at + length <= left.length; at += 1)
    if (right.includes(left.slice(at, at + length))) return true;
  return false;
}
