/** WCAG 2.2, 1.4.3: contrast between normal-size text and its background. */
const LEAST = 4.5;
/** The backgrounds of links in the light and the dark theme (components/ui/tokens.css). */
const LIGHT = "#ffffff";
const DARK = "#141514";

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Returns the contrast of two colors (#rrggbb): 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * Returns why an accent cannot be used, in sentences; empty if it can. The dark theme lightens it until it is
 * readable.
 */
export function accentFaults(accent: string): string[] {
  const ratio = contrast(accent, LIGHT);
  if (ratio >= LEAST) return [];
  return [
    `This color is too light to read on white: its contrast is ${ratio.toFixed(1)}, but it needs ${LEAST}. Choose a darker one.`,
  ];
}

/** Returns the accent for the dark theme, mixed with as little white as makes it readable. */
export function darkAccent(accent: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mixWithWhite(accent, share);
    if (contrast(mixed, DARK) >= LEAST + 1.5) return mixed;
  }
  return "#ffffff";
}

function mixWithWhite(colour: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(part + (255 - part) * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
