import type { HiddenKind } from "../hidden-text.ts";

export type Style = Record<string, string>;
export type Color = [red: number, green: number, blue: number];

/** Properties that can hide text, or indicate that it is hidden only until an interaction. */
const RELEVANT_PROPERTIES =
  /^(?:display|visibility|opacity|font-size|color|background(?:-color|-image|-clip)?|-webkit-(?:background-clip|text-fill-color)|text-indent|position|left|top|right|bottom|clip|clip-path|transform|overflow|width|height|max-height|transition|animation)$/;
const FAR_PX = 500;
const TINY_PX = 1.5;
/** Differences of up to 12 in 255 are not visible. */
const SAME_SHADE_DIFFERENCE = 12;

/** Parses the relevant declarations of a style, by lower-case property name. */
export function readStyle(css: string): Style {
  const style: Style = {};
  for (const part of css.split(";")) {
    const colon = part.indexOf(":");
    const name = part.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !RELEVANT_PROPERTIES.test(name)) continue;
    style[name] = part
      .slice(colon + 1)
      .replace(/!\s*important/i, "")
      .trim()
      .toLowerCase();
  }
  return style;
}

/** How a style hides an element and everything in it; null if it does not. */
export function hiddenElementKind(style: Style): HiddenKind | null {
  if (style.display === "none") return "invisible";
  const isMoving = (style.transition ?? style.animation ?? "none") !== "none";
  if (style.opacity !== undefined && Number.parseFloat(style.opacity) < 0.05 && !isMoving) return "invisible";
  if (isClipped(style) || isFarAway(style)) return "off-page";
  return null;
}

function isClipped(style: Style): boolean {
  const clip = style.clip?.replace(/px|,/g, " ").replace(/\s+/g, " ") ?? "";
  const isCut = /^rect\( ?([01]) ([01]) ([01]) ([01]) ?\)/.test(clip) && isPlaced(style);
  const path = style["clip-path"] ?? "";
  if (isCut || /^(?:inset\(\s*(?:50|100)%|circle\(\s*0)/.test(path)) return true;
  const isSmall = [style.width, style.height, style["max-height"]].some(
    (size) => size !== undefined && /^[01](?:px)?$/.test(size),
  );
  return isSmall && style.overflow === "hidden" && (style.transition ?? "none") === "none";
}

function isFarAway(style: Style): boolean {
  const sides = [style.left, style.top, style.right, style.bottom];
  if (isPlaced(style) && sides.some((side) => pixels(side, 16) <= -FAR_PX)) return true;
  if (Math.abs(pixels(style["text-indent"], 16)) > FAR_PX) return true;
  const moved = /translate[xy]?\(\s*(-?[\d.]+[a-z%]*)/.exec(style.transform ?? "")?.[1];
  return pixels(moved, 16) <= -FAR_PX || /scale\(\s*0\s*\)/.test(style.transform ?? "");
}

const isPlaced = ({ position }: Style) => position === "absolute" || position === "fixed";

/** Inherited style that decides whether text is visible. */
export type TextStyle = {
  size: number;
  color: Color | "transparent" | null;
  /** Null: an image, a gradient or unknown. */
  background: Color | null;
  isInvisible: boolean;
};

export const DEFAULT_TEXT_STYLE: TextStyle = {
  size: 16,
  color: null,
  background: [255, 255, 255],
  isInvisible: false,
};

export function inheritTextStyle(style: Style, outer: TextStyle): TextStyle {
  const isFilled =
    style["background-clip"] === "text" ||
    style["-webkit-background-clip"] === "text" ||
    style["-webkit-text-fill-color"] !== undefined;
  const background = style["background-color"] ?? style.background ?? style["background-image"];
  return {
    size: style["font-size"] === undefined ? outer.size : pixels(style["font-size"], outer.size, outer.size),
    color: isFilled ? null : style.color === undefined ? outer.color : readColor(style.color),
    background: readBackground(background, outer.background),
    isInvisible:
      style.visibility === undefined ? outer.isInvisible : /^(?:hidden|collapse)$/.test(style.visibility),
  };
}

/** How this style hides text; null if it does not. */
export function hiddenTextKind({ size, color, background, isInvisible }: TextStyle): HiddenKind | null {
  if (isInvisible) return "invisible";
  if (size < TINY_PX) return "tiny";
  if (color === "transparent") return "colour";
  if (color && background && isSameShade(color, background)) return "colour";
  return null;
}

export function isSameShade(a: Color, b: Color): boolean {
  return a.every((value, i) => Math.abs(value - (b[i] as number)) <= SAME_SHADE_DIFFERENCE);
}

function readBackground(value: string | undefined, outer: Color | null): Color | null {
  if (value === undefined || /^(?:transparent|inherit|none|initial|unset)$/.test(value)) return outer;
  const color = readColor(value.split(/\s+(?![^(]*\))/)[0] ?? "");
  return color === "transparent" ? outer : color;
}

const NAMED_COLORS: Record<string, Color> = {
  white: [255, 255, 255],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  black: [0, 0, 0],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  lightgray: [211, 211, 211],
  lightgrey: [211, 211, 211],
  navy: [0, 0, 128],
};

/** @returns null for unsupported values, such as variables */
export function readColor(value: string): Color | "transparent" | null {
  if (value === "transparent") return value;
  if (NAMED_COLORS[value]) return NAMED_COLORS[value];
  const digits = /^#?([\da-f]{3,8})$/.exec(value)?.[1];
  if (digits && [3, 4, 6, 8].includes(digits.length)) {
    const wide = digits.length < 6 ? digits.replace(/./g, "$&$&") : digits;
    if (wide.slice(6) === "00") return "transparent";
    return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16)) as Color;
  }
  const [kind, ...parts] = value.match(/^(?:rgb|hsl)|[\d.]+%?/g) ?? [];
  if (parts[3] !== undefined && Number.parseFloat(parts[3]) < 0.05) return "transparent";
  if (kind === "rgb" && parts.length >= 3)
    return parts
      .slice(0, 3)
      .map((part) => Number.parseFloat(part) * (part.endsWith("%") ? 2.55 : 1)) as Color;
  if (kind === "hsl" && parts[2] === "100%") return [255, 255, 255];
  return null;
}

/** A length in pixels; keywords and unsupported values return `fallback`. */
function pixels(value: string | undefined, em: number, fallback = 0): number {
  const [, number, unit] = /^(-?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|%|vw|vh)?$/.exec(value ?? "") ?? [];
  if (number === undefined) return fallback;
  const size = Number.parseFloat(number);
  switch (unit) {
    case "pt":
      return (size * 4) / 3;
    case "em":
      return size * em;
    case "rem":
      return size * 16;
    case "%":
      return (size * em) / 100;
    case "vw":
    case "vh":
      return size * 10;
    default:
      return size;
  }
}
