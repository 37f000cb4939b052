/**
 * The pattern of a path, with the names of its parts in place of what they hold: `/api/chat/[conversation]/stop`. Whatever
 * the parts hold, the pattern is made of the route's own words alone, so there are as many as there are routes, and a few
 * where a part holds such a word.
 */
export function routePattern(pathname: string, params: Record<string, string | string[]> = {}): string {
  const segments = pathname.split("/").filter(Boolean);
  let from = 0;
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) {
      // Of a path's end.
      segments.splice(segments.length - value.length, value.length, `[...${name}]`);
      continue;
    }
    const at = segments.findIndex((segment, index) => index >= from && isSame(segment, value));
    if (at < 0) return "other";
    segments[at] = `[${name}]`;
    from = at + 1;
  }
  return `/${segments.join("/")}`;
}

/** Next gives some parts decoded, some as they stand. */
function isSame(segment: string, value: string): boolean {
  return segment === value || decoded(segment) === value;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
