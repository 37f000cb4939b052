import type { getDocumentProxy } from "unpdf";
import { type HiddenKind, type HiddenText, hiddenText } from "../hidden-text.ts";
import { type Color, isSameShade } from "../html/html-style.ts";
import type { PlacedText } from "./layout-page.ts";
import { type Box, isInside } from "./matrix.ts";

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>["getPage"]>>;
/** An annotation as pdf.js describes it, as far as it is read here. */
type Annotation = {
  subtype?: string;
  rect: Box;
  annotationFlags?: number;
  contentsObj?: { str?: string };
  textContent?: string[];
  defaultAppearanceData?: { fontSize?: number; fontColor?: ArrayLike<number> };
  backgroundColor?: ArrayLike<number> | null;
  fieldType?: string;
  fieldValue?: unknown;
  options?: { exportValue: string; displayValue: string }[];
  checkBox?: boolean;
  radioButton?: boolean;
  exportValue?: string;
  buttonValue?: string;
  password?: boolean;
};

/** Bits of an annotation's flags: hidden, no view (ISO 32000-1, 12.5.3). */
const UNSEEN = 2 | 32;
const TINY_PT = 2;
const MAX_SIZE = 12;
const LINE_HEIGHT = 1.15;
const LETTER_WIDTH = 0.5;

/**
 * Returns the values of a page's form fields and the text typed onto it, in their places. Notes that open at
 * a click, and values that cannot be seen, are listed.
 */
export async function readAnnotations(
  page: Page,
  number: number,
): Promise<{ typed: PlacedText[]; hidden: HiddenText[] }> {
  const annotations = (await page.getAnnotations().catch(() => [])) as Annotation[];
  const typed: PlacedText[] = [];
  const hidden: HiddenText[] = [];
  for (const annotation of annotations) {
    const text = textOf(annotation);
    if (text === null) hidden.push(...noteOf(annotation, number));
    else if (text.trim() !== "") {
      const kind = hiddenKind(annotation, page.view as Box);
      if (kind) hidden.push(...hiddenText(kind, text, number));
      else typed.push(...place(annotation, text));
    }
  }
  return { typed, hidden };
}

/** Null if the annotation is no field and no typed text. */
function textOf(annotation: Annotation): string | null {
  const { subtype, fieldType, fieldValue, contentsObj, textContent } = annotation;
  if (subtype === "FreeText") return contentsObj?.str || (textContent ?? []).join("\n");
  if (subtype !== "Widget") return null;
  if (fieldType === "Btn") return markOf(annotation);
  if (annotation.password || (fieldType !== "Tx" && fieldType !== "Ch")) return "";
  const values = (Array.isArray(fieldValue) ? fieldValue : [fieldValue]).filter(
    (value) => typeof value === "string",
  );
  const shown = (value: string) =>
    annotation.options?.find(({ exportValue }) => exportValue === value)?.displayValue ?? value;
  return values.map(shown).join(", ");
}

function markOf({ checkBox, radioButton, fieldValue, exportValue, buttonValue }: Annotation): string {
  if (!checkBox && !radioButton) return "";
  const own = checkBox ? exportValue : buttonValue;
  return fieldValue !== undefined && fieldValue !== null && fieldValue === own ? "☑" : "☐";
}

function noteOf({ subtype, contentsObj }: Annotation, number: number): HiddenText[] {
  return subtype === "Link" || subtype === "Widget"
    ? []
    : hiddenText("comment", contentsObj?.str ?? "", number);
}

function hiddenKind(annotation: Annotation, page: Box): HiddenKind | null {
  const { rect, annotationFlags = 0, defaultAppearanceData: look, backgroundColor } = annotation;
  if (annotationFlags & UNSEEN) return "invisible";
  if (!isInside([rect[0], rect[1]], page) && !isInside([rect[2], rect[3]], page)) return "off-page";
  const size = look?.fontSize ?? 0;
  if (size > 0 && size < TINY_PT) return "tiny";
  const paper: Color = backgroundColor ? toColor(backgroundColor) : [255, 255, 255];
  return look?.fontColor && isSameShade(toColor(look.fontColor), paper) ? "colour" : null;
}

const toColor = (color: ArrayLike<number>) => Array.from({ length: 3 }, (_, at) => color[at] ?? 0) as Color;

function place({ rect, defaultAppearanceData: look }: Annotation, text: string): PlacedText[] {
  const [left, bottom, , top] = rect;
  const lines = text.split(/\r\n?|\n/);
  const height = Math.max(top - bottom, 1);
  const size = look?.fontSize || Math.min(MAX_SIZE, (0.7 * height) / lines.length);
  const first = lines.length > 1 ? top - 1.2 * size : bottom + (height - size) / 2 + 0.2 * size;
  return lines.map((line, at) => ({
    str: line,
    x: left + 2,
    y: first - at * LINE_HEIGHT * size,
    width: LETTER_WIDTH * size * line.length,
    size,
  }));
}

/** Puts typed text behind what stands left of it on the same line, else before what stands below it. */
export function insertTyped(items: PlacedText[], typed: PlacedText[]): PlacedText[] {
  const result = [...items];
  for (const text of typed.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const isBeside = ({ str, x, y, size }: PlacedText) =>
      str.trim() !== "" && x < text.x && Math.abs(y - text.y) <= 0.6 * Math.max(size, text.size);
    const beside = result.findLastIndex(isBeside);
    const below = result.findIndex(({ str, y }) => str.trim() !== "" && y < text.y);
    result.splice(beside >= 0 ? beside + 1 : below >= 0 ? below : result.length, 0, text);
  }
  return result;
}
