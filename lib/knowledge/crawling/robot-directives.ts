export type RobotDirectives = { isNoindex: boolean; isNofollow: boolean };

/** Directives that bring a value of their own after a colon, which would else look like the name of a crawler. */
const VALUED = new Set(["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"]);

/**
 * What a page asks of crawlers in `<meta name="robots">` or in the X-Robots-Tag header, where a part may be meant for one
 * crawler: `otherbot: noindex`. Several headers arrive joined by commas, so what follows such a name counts as meant for it.
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
