const WITHIN_SECONDS = 3;

/** A random wait in seconds, so that readers of a stopping process do not all connect to another at once. */
export function spread(): number {
  return Math.round(10 + Math.random() * WITHIN_SECONDS * 100) / 100;
}
