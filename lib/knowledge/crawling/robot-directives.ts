export type RobotDirectives = { isNoindex: boolean; isNofollow: boolean };

/** Directives with a value after a colon, which would otherwise look like a crawler's name. */
const VALUED = new Set(["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"]);

/**
 * Reads `<meta name="robots">` or X-Robots-Tag directives. A part may name one crawler, as in `otherbot:
 * noindex`. Several headers arrive joined by commas, so the directives after a name belong to that crawler.
 */
export function readRobotDirectives(value: string, product: string): RobotDirectives {
  let isForUs = true;
  const words = value
    .toLowerCase()
    .split(",")
    .flatMap((part) => {
      const [, name, rest] = /^\s*([\w-]+)\s*:(.*)$/s.exec(part) ?? [];
      if (name === undefined || VALUED.has(name)) return isForUs ? [part.trim()] : [];
      isForUs = name === product.toLowerCase();
      return isForUs && rest !== undefined ? [rest.trim()] : [];
    });
  return {
    isNoindex: words.some((word) => word === "noindex" || word === "none"),
    isNofollow: words.some((word) => word === "nofollow" || word === "none"),
  };
}
