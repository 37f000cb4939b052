/**
 * The route's pattern, with parameter names in place of values: `/api/chat/[conversation]/stop`. It never
 * contains a parameter's value, so the number of distinct patterns stays about the number of routes.
 */
export function routePattern(pathname: string, params: Record<string, string | string[]> = {}): string {
  const segments = pathname.split("/").filter(Boolean);
  let from = 0;
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) {
      // A catch-all is at the end of the path.
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

/** Next decodes some parameters and not others. */
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
