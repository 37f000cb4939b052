/**
 * A redirect target after sign-in that is certainly on this site. `//evil`, `https:evil`, `/\evil` and line
 * breaks lead to other sites in some browsers.
 */
export function safePath(asked: string | null | undefined, otherwise = "/"): string {
  if (!asked || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(asked)) return otherwise;
  const base = "http://parley.invalid";
  return URL.canParse(asked, base) && new URL(asked, base).origin === base ? asked : otherwise;
}
