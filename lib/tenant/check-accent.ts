/** WCAG 2.2, 1.4.3: text of usual size against what is behind it. */
const LEAST = 4.5;
/** What stands behind links in the light and in the dark theme (components/ui/tokens.css). */
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

/** How far two colours (#rrggbb) stand apart: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Why an accent cannot be used, in sentences; none when it can. In the dark theme it is lightened until it reads. */
export function accentFaults(accent: string): string[] {
  const ratio = contrast(accent, LIGHT);
  if (ratio >= LEAST) return [];
  return [
    `This color is too light to read on white: its contrast is ${ratio.toFixed(1)}, but it needs ${LEAST}. Choose a darker one.`,
  ];
}

/** The accent for the dark theme: mixed with white as little as makes it readable on the dark canvas. */
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
