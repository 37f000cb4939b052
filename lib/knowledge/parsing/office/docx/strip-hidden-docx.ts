import { type HiddenKind, type HiddenText, hiddenText } from "../../hidden-text.ts";
import type { Zip } from "../open-zip.ts";
import { allNamed } from "../read-xml.ts";
import { ancestor, child } from "./dom.ts";

/** Half points (ECMA-376, part 1, 17.3.2.38). */
const TINY_SIZE = 4;
const MAX_DESCRIPTION_LENGTH = 250;

type RunStyle = { isVanished: boolean; isWhite: boolean; isTiny: boolean };

/** Removes hidden runs from a part of a Word document and returns their text. */
export function stripHidden(document: Document, styles: Document | null): HiddenText[] {
  const byStyle = styles ? readStyles(styles) : new Map<string, RunStyle>();
  const hasBackground = allNamed(document, "w:background").length > 0;
  const hiddenRuns: { kind: HiddenKind; text: string }[] = [];
  for (const run of allNamed(document, "w:r")) {
    const kind = kindOf(run, byStyle, hasBackground);
    if (!kind) continue;
    const last = hiddenRuns.at(-1);
    const text = allNamed(run, "w:t")
      .map((part) => part.textContent ?? "")
      .join("");
    if (last?.kind === kind) last.text += text;
    else hiddenRuns.push({ kind, text });
    run.parentNode?.removeChild(run);
  }
  return hiddenRuns.flatMap(({ kind, text }) => hiddenText(kind, text));
}

/** Lists deletions, comments, long descriptions of pictures and the properties of a Word document. */
export async function listUnprinted(zip: Zip, main: string): Promise<HiddenText[]> {
  const xml = (await zip.readText(main)) ?? "";
  return [
    ...hiddenText("deleted", textsIn(xml, "delText")),
    ...hiddenText("comment", textsIn((await zip.readText("word/comments.xml")) ?? "", "t")),
    ...[...xml.matchAll(/\bdescr="([^"]*)"/g)].flatMap(([, text = ""]) =>
      text.length > MAX_DESCRIPTION_LENGTH ? hiddenText("attribute", text) : [],
    ),
    ...readProperties((await zip.readText("docProps/core.xml")) ?? ""),
  ];
}

function kindOf(run: Element, byStyle: Map<string, RunStyle>, hasBackground: boolean): HiddenKind | null {
  const own = child(run, "w:rPr");
  const paragraph = ancestor(run, "w:p");
  const styles = [paragraph && child(child(paragraph, "w:pPr"), "w:pStyle"), child(own, "w:rStyle")].flatMap(
    (style) => byStyle.get(style?.getAttribute("w:val") ?? "") ?? [],
  );
  const style: Partial<RunStyle> = Object.assign({}, ...styles, readRunStyle(own));
  if (style.isVanished) return "invisible";
  if (style.isTiny) return "tiny";
  return style.isWhite && !hasBackground && !isShaded(run, own, paragraph) ? "colour" : null;
}

/**
 * White text is visible on shading, which may belong to the run, paragraph, cell, table style or text box.
 */
function isShaded(run: Element, own: Element | null, paragraph: Element | null): boolean {
  const isShadedBy = (properties: Element | null) => {
    const fill = child(properties, "w:shd")?.getAttribute("w:fill") ?? "auto";
    return !/^(?:auto|ffffff)$/i.test(fill) || child(properties, "w:highlight") !== null;
  };
  const cell = ancestor(run, "w:tc");
  const table = ancestor(run, "w:tbl");
  return (
    isShadedBy(own) ||
    isShadedBy(paragraph && child(paragraph, "w:pPr")) ||
    isShadedBy(cell && child(cell, "w:tcPr")) ||
    child(table && child(table, "w:tblPr"), "w:tblStyle") !== null ||
    ancestor(run, "w:txbxContent") !== null
  );
}

function readStyles(styles: Document): Map<string, RunStyle> {
  const elements = new Map(
    allNamed(styles, "w:style").map((style) => [style.getAttribute("w:styleId") ?? "", style]),
  );
  const runStyleOf = (id: string, depth = 0): Partial<RunStyle> => {
    const style = elements.get(id);
    if (!style || depth > 10) return {};
    const base = child(style, "w:basedOn")?.getAttribute("w:val") ?? "";
    return { ...runStyleOf(base, depth + 1), ...readRunStyle(child(style, "w:rPr")) };
  };
  return new Map([...elements.keys()].map((id) => [id, runStyleOf(id) as RunStyle]));
}

function readRunStyle(properties: Element | null): Partial<RunStyle> {
  const vanish = child(properties, "w:vanish");
  const color = child(properties, "w:color")?.getAttribute("w:val");
  const size = child(properties, "w:sz")?.getAttribute("w:val");
  return {
    ...(vanish ? { isVanished: !/^(?:0|false|off)$/.test(vanish.getAttribute("w:val") ?? "") } : {}),
    ...(color ? { isWhite: /^ffffff$/i.test(color) } : {}),
    ...(size ? { isTiny: Number(size) <= TINY_SIZE } : {}),
  };
}

function readProperties(xml: string): HiddenText[] {
  return ["dc:description", "cp:keywords", "dc:subject"].flatMap((name) => {
    const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
    return hiddenText("metadata", text);
  });
}

const textsIn = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<w:${name}(?:\\s[^>]*)?>([^<]*)</w:${name}>`, "g"))]
    .map(([, text]) => text)
    .join("");
