/**
 * Where to go after signing in: a path of this site, whatever was asked for. `//evil`, `https:evil`, `/\evil` and the like
 * lead to other sites in one browser or another; so does a line break.
 */
export function safePath(asked: string | null | undefined, otherwise = "/"): string {
  if (!asked || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(asked)) return otherwise;
  const base = "http://parley.invalid";
  return URL.canParse(asked, base) && new URL(asked, base).origin === base ? asked : otherwise;
}
