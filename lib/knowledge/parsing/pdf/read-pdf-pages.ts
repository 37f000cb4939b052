import { type getDocumentProxy, getResolvedPDFJS } from "unpdf";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { type UnreadPart, unreadPart } from "../unread-part.ts";
import { findHiddenRuns, type HiddenRun } from "./find-hidden-runs.ts";
import type { PlacedText } from "./layout-page.ts";
import type { Box } from "./matrix.ts";
import { raiseItems, type ShiftedItem } from "./raise-items.ts";
import { insertTyped, readAnnotations } from "./read-annotations.ts";
import { removeHiddenItems, type TextItem } from "./remove-hidden-items.ts";
import { tracePage } from "./trace-page.ts";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf["getPage"]>>;

/** pdf.js's AnnotationMode.DISABLE: annotations are read apart from the page's drawing. */
const NO_ANNOTATIONS = 0;

/**
 * Returns the visible text of each page in drawing order, the hidden text, and what is not read: pages that
 * are pictures, attached files. Holds one page in memory at a time.
 */
export async function readPdfPages(
  pdf: Pdf,
): Promise<{ pages: PlacedText[][]; hidden: HiddenText[]; unread: UnreadPart[] }> {
  const { OPS } = await getResolvedPDFJS();
  const layers = await pdf.getOptionalContentConfig().catch(() => null);
  const pages: PlacedText[][] = [];
  const hidden: HiddenText[] = [];
  const unread: UnreadPart[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number).catch(() => null);
    if (!page) {
      pages.push([]);
      continue;
    }
    const { items: all } = await page.getTextContent();
    const items = all.filter((item) => "str" in item) as TextItem[];
    const operators = await page.getOperatorList({ annotationMode: NO_ANNOTATIONS });
    const { runs, paints } = tracePage(operators, {
      codes: OPS,
      unitOf: (font) => unitOf(page, font),
      isLayerShown: (layer) => !layers || !layer || layers.isVisible(layer),
    });
    const hiddenRuns = findHiddenRuns({ runs, paints }, page.view as Box);
    const annotations = await readAnnotations(page, number);
    const seen = raiseItems(removeHiddenItems(items, runs, hiddenRuns), runs);
    pages.push(insertTyped(seen.map(placed), annotations.typed));
    hidden.push(...gather(hiddenRuns, number), ...annotations.hidden);
    const isScan =
      runs.length === 0 && annotations.typed.length === 0 && paints.some(({ isPicture }) => isPicture);
    unread.push(...unreadPart("scan", isScan ? 1 : 0, [], number));
    page.cleanup();
  }
  const attachments = ((await pdf.getAttachments().catch(() => null)) ?? new Map()) as Map<
    string,
    { filename?: string }
  >;
  const names = [...attachments].map(([name, { filename }]) => filename ?? name);
  return { pages, hidden, unread: [...unread, ...unreadPart("embedded", names.length, names)] };
}

/** Adjacent runs of one kind form one text. */
function gather(runs: HiddenRun[], page: number): HiddenText[] {
  const kinds = Map.groupBy(runs, ({ kind }) => kind);
  return [...kinds].flatMap(([kind, some]) => hiddenText(kind, some.map(({ text }) => text).join(" "), page));
}

function unitOf(page: Page, font: string): number {
  if (!page.commonObjs.has(font)) return 0.001;
  const { fontMatrix } = page.commonObjs.get(font) as { fontMatrix?: number[] };
  return fontMatrix?.[0] || 0.001;
}

function placed({ str, transform, width, shift }: ShiftedItem<TextItem>): PlacedText {
  const [, , c = 0, d = 0, x = 0, y = 0] = transform;
  return { str, x, y, width, size: Math.hypot(c, d), ...(shift ? { shift } : {}) };
}
