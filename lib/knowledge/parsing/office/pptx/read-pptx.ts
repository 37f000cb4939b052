import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "../../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../../hidden-text.ts";
import { normalizeText } from "../../normalize-text.ts";
import { joinPages, type Pages } from "../../pages.ts";
import { escapeLine, escapeMarkdown } from "../../tables/write-table.ts";
import { type UnreadPart, unreadPart } from "../../unread-part.ts";
import type { Zip } from "../open-zip.ts";
import { allNamed as all, parseXml, readRelations } from "../read-xml.ts";
import { resolveAlternatives } from "../resolve-alternatives.ts";
import { numberOf, paragraphs, wordsOf } from "./slide-text.ts";
import { type Size, stripHiddenSlide } from "./strip-hidden-slide.ts";
import { writeFrame } from "./write-frame.ts";
import { writeShape } from "./write-shape.ts";

const DAMAGED = "This presentation is damaged and can't be opened. Save it again and re-upload it.";
const MAX_TITLE_LENGTH = 80;
const MAX_DESCRIPTION_LENGTH = 250;

type Slide = { title: string; text: string; hidden: HiddenText[]; unread: UnreadPart[] };

/**
 * Converts a presentation to Markdown, slide by slide: title, text, tables, charts, diagrams, speaker
 * notes. Slides and shapes
 * that are hidden, off the slide or too small to read are listed instead.
 */
export async function readPptx(
  zip: Zip,
): Promise<{ title?: string; content: string; pages: Pages; hidden: HiddenText[]; unread: UnreadPart[] }> {
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
    unread: slides.flatMap(({ unread }) => unread),
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
    return {
      title: "",
      text: "",
      hidden: [...hidden, ...hiddenText("part", wordsOf(slide), number)],
      unread: [],
    };
  }
  hidden.push(...stripHiddenSlide(slide, size, number));
  resolveAlternatives(slide);
  const shapes = all(slide, "p:sp").filter((shape) => !isSlideNumber(shape));
  const titleShape = shapes.find(isTitle) ?? shapes.find(looksLikeTitle);
  const title = titleShape ? paragraphs(titleShape).join(" ") : "";
  const unread = [...countMedia(slide, number)];
  const body: string[] = [];
  const relations = await readRelations(zip, path, DAMAGED);
  for (const part of [...shapes, ...all(slide, "p:pic"), ...all(slide, "p:graphicFrame")]) {
    if (part.nodeName === "p:sp" && part !== titleShape) body.push(writeShape(part));
    if (part.nodeName === "p:pic") body.push(escapeLine(descriptionOf(part)));
    if (part.nodeName !== "p:graphicFrame") continue;
    const frame = await writeFrame(part, zip, relations, number, DAMAGED);
    body.push(frame.text);
    unread.push(...frame.unread);
  }
  const notes = await readNotes(zip, path);
  const parts = [title ? `## ${escapeMarkdown(title)}` : "", ...body, notes ? `Notes: ${notes}` : ""];
  const text = parts.filter(Boolean).join("\n\n");
  return { title, text, hidden: [...hidden, ...findInvisibleCharacters(text)], unread };
}

const descriptionOf = (picture: Element) => all(picture, "p:cNvPr")[0]?.getAttribute("descr")?.trim() ?? "";

function countMedia(slide: Document, number: number): UnreadPart[] {
  const media = [...all(slide, "a:videoFile"), ...all(slide, "a:audioFile")];
  const pictures = all(slide, "p:pic").filter((picture) => {
    const isMedia = media.some((file) => file.parentNode?.parentNode?.parentNode === picture);
    return descriptionOf(picture) === "" && !isMedia;
  });
  return [
    ...unreadPart("picture", pictures.length, [], number),
    ...unreadPart("media", media.length, [], number),
  ];
}

const isSlideNumber = (shape: Element) =>
  all(shape, "p:ph").some((place) => place.getAttribute("type") === "sldNum");

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

/** Without placeholders, a single first line is taken as the title. */
function looksLikeTitle(shape: Element, at: number): boolean {
  const [only, ...more] = paragraphs(shape);
  return at === 0 && more.length === 0 && only !== undefined && only.length <= MAX_TITLE_LENGTH;
}

const isTitle = (shape: Element) =>
  all(shape, "p:ph").some((place) => ["title", "ctrTitle"].includes(place.getAttribute("type") ?? ""));

function parse(xml: string | null): Document {
  return parseXml(xml, DAMAGED);
}
