import { DOMParser } from "@xmldom/xmldom";
import { ParleyError } from "#lib/core/errors.ts";
import { normalizeText } from "../normalize-text.ts";
import { joinPages, type Pages } from "../pages.ts";
import { escapeLine, writeTable } from "../write-table.ts";
import type { Zip } from "./open-zip.ts";

const LONGEST_TITLE = 80;

/** A presentation as Markdown, slide by slide in its order: title, text, tables, then the speaker's notes. */
export async function readPptx(zip: Zip): Promise<{ title?: string; content: string; pages: Pages }> {
  const base = "ppt";
  const order = await slideOrder(zip, base);
  const slides: { title: string; text: string }[] = [];
  for (const path of order) slides.push(await readSlide(zip, path));
  if (slides.length === 0) throw new ParleyError("invalid", "This presentation has no slides.");
  const title = slides[0]?.title;
  const texts = slides.map((slide) => normalizeText(slide.text).trim());
  return { ...(title ? { title: normalizeText(title) } : {}), ...joinPages("slide", texts) };
}

/** Slides in the order of the presentation; hidden ones are left out, for nobody is shown them. */
async function slideOrder(zip: Zip, base: string): Promise<string[]> {
  const presentation = parse(await zip.readText(`${base}/presentation.xml`));
  const targets = await relations(zip, `${base}/presentation.xml`);
  return all(presentation, "p:sldId").flatMap(
    (slide) => targets.get(slide.getAttribute("r:id") ?? "")?.path ?? [],
  );
}

async function readSlide(zip: Zip, path: string): Promise<{ title: string; text: string }> {
  const slide = parse(await zip.readText(path));
  if (slide.documentElement?.getAttribute("show") === "0") return { title: "", text: "" };
  const shapes = all(slide, "p:sp");
  const titleShape = shapes.find(isTitle) ?? shapes.find(looksLikeTitle);
  const title = titleShape ? paragraphs(titleShape).join(" ") : "";
  const body = shapes.filter((shape) => shape !== titleShape).map(writeShape);
  const tables = all(slide, "a:tbl").map((table) =>
    writeTable(all(table, "a:tr").map((row) => all(row, "a:tc").map((cell) => paragraphs(cell).join(" ")))),
  );
  const notes = await readNotes(zip, path);
  const parts = [title ? `## ${escapeLine(title)}` : "", ...body, ...tables, notes ? `Notes: ${notes}` : ""];
  return { title, text: parts.filter(Boolean).join("\n\n") };
}

async function readNotes(zip: Zip, path: string): Promise<string> {
  const targets = await relations(zip, path);
  const notes = [...targets.values()].find(({ type }) => type.endsWith("/notesSlide"));
  if (!notes) return "";
  const body = all(parse(await zip.readText(notes.path)), "p:sp").filter((shape) =>
    all(shape, "p:ph").some((place) => place.getAttribute("type") === "body"),
  );
  return body.flatMap(paragraphs).map(escapeLine).join(" ");
}

function writeShape(shape: Element): string {
  const lines = paragraphs(shape).map(escapeLine);
  return lines.length > 1 ? lines.map((line) => `- ${line}`).join("\n") : (lines[0] ?? "");
}

/** Some programs write no placeholders: then a first line that stands alone is the title. */
function looksLikeTitle(shape: Element, at: number): boolean {
  const [only, ...more] = paragraphs(shape);
  return at === 0 && more.length === 0 && only !== undefined && only.length <= LONGEST_TITLE;
}

const isTitle = (shape: Element) =>
  all(shape, "p:ph").some((place) => ["title", "ctrTitle"].includes(place.getAttribute("type") ?? ""));

function paragraphs(node: Element): string[] {
  return all(node, "a:p")
    .map((paragraph) =>
      [...all(paragraph, "a:t")]
        .map((run) => run.textContent ?? "")
        .join("")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter(Boolean);
}

async function relations(zip: Zip, path: string): Promise<Map<string, { path: string; type: string }>> {
  const at = path.lastIndexOf("/");
  const text = await zip.readText(`${path.slice(0, at)}/_rels/${path.slice(at + 1)}.rels`);
  if (!text) return new Map();
  return new Map(
    all(parse(text), "Relationship").map((relation) => [
      relation.getAttribute("Id") ?? "",
      {
        path: resolvePath(path.slice(0, at), relation.getAttribute("Target") ?? ""),
        type: relation.getAttribute("Type") ?? "",
      },
    ]),
  );
}

function resolvePath(folder: string, target: string): string {
  return new URL(target, `zip:/${folder}/`).pathname.replace(/^\/+/, "");
}

function parse(xml: string | null): Document {
  const damaged = () => new ParleyError("invalid", "This presentation is damaged: it cannot be opened.");
  if (!xml) throw damaged();
  const fail = () => {
    throw damaged();
  };
  return new DOMParser({
    errorHandler: { warning: () => undefined, error: fail, fatalError: fail },
  }).parseFromString(xml, "text/xml");
}

function all(node: Document | Element, name: string): Element[] {
  return Array.from(node.getElementsByTagName(name));
}
