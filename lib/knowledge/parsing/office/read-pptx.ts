import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { joinPages, type Pages } from "../pages.ts";
import { escapeLine, writeTable } from "../tables/write-table.ts";
import type { Zip } from "./open-zip.ts";
import { allNamed as all, parseXml, readRelations } from "./read-xml.ts";

const DAMAGED = "This presentation is damaged and cannot be opened. Save it again and re-upload it.";
const MAX_TITLE_LENGTH = 80;
const MAX_DESCRIPTION_LENGTH = 250;
/** Hundredths of a point. */
const TINY_SIZE = 200;

type Slide = { title: string; text: string; hidden: HiddenText[] };
type Size = { width: number; height: number };

/**
 * Converts a presentation to Markdown, slide by slide: title, text, tables, speaker notes. Slides and shapes
 * that are hidden, off the slide or too small to read are listed instead.
 */
export async function readPptx(
  zip: Zip,
): Promise<{ title?: string; content: string; pages: Pages; hidden: HiddenText[] }> {
  const { order, size } = await readOrder(zip, "ppt/presentation.xml");
  const slides: Slide[] = [];
  for (const [at, path] of order.entries()) slides.push(await readSlide(zip, path, size, at + 1));
  if (slides.length === 0) throw new ParleyError("invalid", "This presentation has no slides.");
  const title = slides[0]?.title;
  const texts = slides.map((slide) => normalizeText(slide.text).trim());
  const comments = await readComments(zip);
  return {
    ...(title ? { title: normalizeText(title) } : {}),
    ...joinPages("slide", texts),
    hidden: [...slides.flatMap(({ hidden }) => hidden), ...comments],
  };
}

async function readOrder(zip: Zip, path: string): Promise<{ order: string[]; size: Size }> {
  const presentation = parse(await zip.readText(path));
  const targets = await readRelations(zip, path, DAMAGED);
  const [size] = all(presentation, "p:sldSz");
  return {
    order: all(presentation, "p:sldId").flatMap(
      (slide) => targets.get(slide.getAttribute("r:id") ?? "")?.path ?? [],
    ),
    size: { width: numberOf(size, "cx"), height: numberOf(size, "cy") },
  };
}

async function readSlide(zip: Zip, path: string, size: Size, number: number): Promise<Slide> {
  const slide = parse(await zip.readText(path));
  const hidden = all(slide, "p:cNvPr").flatMap((shape) => {
    const description = shape.getAttribute("descr") ?? "";
    return description.length > MAX_DESCRIPTION_LENGTH ? hiddenText("attribute", description, number) : [];
  });
  if (slide.documentElement?.getAttribute("show") === "0") {
    return { title: "", text: "", hidden: [...hidden, ...hiddenText("part", wordsOf(slide), number)] };
  }
  hidden.push(...removeHidden(slide, size, number));
  const shapes = all(slide, "p:sp");
  const titleShape = shapes.find(isTitle) ?? shapes.find(looksLikeTitle);
  const title = titleShape ? paragraphs(titleShape).join(" ") : "";
  const body = shapes.filter((shape) => shape !== titleShape).map(writeShape);
  const tables = all(slide, "a:tbl").map((table) =>
    writeTable(all(table, "a:tr").map((row) => all(row, "a:tc").map((cell) => paragraphs(cell).join(" ")))),
  );
  const notes = await readNotes(zip, path);
  const parts = [title ? `## ${escapeLine(title)}` : "", ...body, ...tables, notes ? `Notes: ${notes}` : ""];
  const text = parts.filter(Boolean).join("\n\n");
  return { title, text, hidden: [...hidden, ...findInvisibleCharacters(text)] };
}

/** Removes hidden shapes and text too small to read from a slide. */
function removeHidden(slide: Document, size: Size, number: number): HiddenText[] {
  const removed: HiddenText[] = [];
  const remove = (kind: HiddenText["kind"], node: Element, words = wordsOf(node)) => {
    removed.push(...hiddenText(kind, words, number));
    node.parentNode?.removeChild(node);
  };
  for (const shape of [...all(slide, "p:sp"), ...all(slide, "p:graphicFrame")]) {
    if (/^(?:1|true)$/.test(all(shape, "p:cNvPr")[0]?.getAttribute("hidden") ?? ""))
      remove("invisible", shape);
    else if (isOffSlide(shape, size)) remove("off-page", shape);
  }
  for (const run of all(slide, "a:r")) {
    const letters = numberOf(all(run, "a:rPr")[0], "sz");
    if (letters > 0 && letters <= TINY_SIZE) remove("tiny", run, run.textContent ?? "");
  }
  return removed;
}

/** In English metric units. A shape in a group uses the group's coordinates, so it is not judged. */
function isOffSlide(shape: Element, { width, height }: Size): boolean {
  const [place] = [...all(shape, "a:xfrm"), ...all(shape, "p:xfrm")];
  if (!place || width === 0 || shape.parentNode?.nodeName === "p:grpSp") return false;
  const [offset] = all(place, "a:off");
  const [extent] = all(place, "a:ext");
  const [x, y] = [numberOf(offset, "x"), numberOf(offset, "y")];
  return (
    (x >= width || y >= height || x + numberOf(extent, "cx") <= 0 || y + numberOf(extent, "cy") <= 0) &&
    extent !== undefined
  );
}

const numberOf = (node: Element | undefined, name: string) => Number(node?.getAttribute(name)) || 0;
const wordsOf = (node: Document | Element) =>
  all(node, "a:p")
    .map((one) =>
      all(one, "a:t")
        .map((run) => run.textContent ?? "")
        .join(""),
    )
    .join(" ");

async function readComments(zip: Zip): Promise<HiddenText[]> {
  const comments: HiddenText[] = [];
  for (const name of zip.names.filter((one) => /^ppt\/comments\/[^/]*\.xml$/.test(one))) {
    const xml = (await zip.readText(name)) ?? "";
    const texts = [...xml.matchAll(/<(?:p:text|a:t)(?:\s[^>]*)?>([^<]*)</g)].map(([, text]) => text);
    comments.push(...hiddenText("comment", texts.join(" ")));
  }
  return comments;
}

async function readNotes(zip: Zip, path: string): Promise<string> {
  const targets = await readRelations(zip, path, DAMAGED);
  const notes = [...targets.values()].find(({ type }) => type.endsWith("/notesSlide"));
  if (!notes) return "";
  const body = all(parse(await zip.readText(notes.path)), "p:sp").filter((shape) =>
    all(shape, "p:ph").some((place) => place.getAttribute("type") === "body"),
  );
  return body.flatMap(paragraphs).map(escapeLine).join(" ");
}

/** Several paragraphs become a list with the slide's indentation. */
function writeShape(shape: Element): string {
  const items = all(shape, "a:p").flatMap((paragraph) => {
    const text = textOf(paragraph);
    return text ? [{ text: escapeLine(text), level: levelOf(paragraph) }] : [];
  });
  if (items.length <= 1) return items[0]?.text ?? "";
  let depth = -1;
  return items
    .map(({ text, level }) => {
      depth = Math.min(level, depth + 1);
      return `${"  ".repeat(depth)}- ${text}`;
    })
    .join("\n");
}

function levelOf(paragraph: Element): number {
  return numberOf(all(paragraph, "a:pPr")[0], "lvl");
}

/** Without placeholders, a single first line is taken as the title. */
function looksLikeTitle(shape: Element, at: number): boolean {
  const [only, ...more] = paragraphs(shape);
  return at === 0 && more.length === 0 && only !== undefined && only.length <= MAX_TITLE_LENGTH;
}

const isTitle = (shape: Element) =>
  all(shape, "p:ph").some((place) => ["title", "ctrTitle"].includes(place.getAttribute("type") ?? ""));

function paragraphs(node: Element): string[] {
  return all(node, "a:p").map(textOf).filter(Boolean);
}

function textOf(paragraph: Element): string {
  return (Array.from(paragraph.childNodes) as Element[])
    .map((part) => (part.nodeName === "a:br" ? " " : textIn(part)))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

function textIn(part: Element): string {
  if (part.nodeType !== part.ELEMENT_NODE) return "";
  return all(part, "a:t")
    .map((run) => run.textContent ?? "")
    .join("");
}

function parse(xml: string | null): Document {
  return parseXml(xml, DAMAGED);
}
