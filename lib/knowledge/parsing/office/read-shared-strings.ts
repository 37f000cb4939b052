import { writeLowered, writeRaised } from "../write-figure.ts";
import { scanXml } from "./scan-xml.ts";

/** Reads the texts that cells refer to by number, without the reading aids of East Asian text. */
export function readSharedStrings(xml: string, damaged: string): string[] {
  const strings: string[] = [];
  const text = richText();
  scanXml(xml, damaged, {
    open(name, attributes) {
      if (name === "si") text.clear();
      else text.open(name, attributes);
    },
    text: text.add,
    close(name) {
      text.close(name);
      if (name === "si") strings.push(text.read());
    },
  });
  return strings;
}

/** Collects the runs of one rich text; raised and lowered runs stay apart from the number before them. */
export function richText() {
  let collected = "";
  let run = "";
  let position = "";
  let isText = false;
  let isAid = false;
  return {
    clear() {
      collected = "";
    },
    open(name: string, attributes: Record<string, string>) {
      if (name === "r") position = "";
      if (name === "vertAlign") position = attributes.val ?? "";
      if (name === "rPh") isAid = true;
      if (name === "t") {
        isText = !isAid;
        run = "";
      }
    },
    add(text: string) {
      if (isText) run += text;
    },
    close(name: string) {
      if (name === "rPh") isAid = false;
      if (name !== "t" || !isText) return;
      isText = false;
      if (position === "superscript") collected += writeRaised(run, collected);
      else collected += position === "subscript" ? writeLowered(run) : run;
    },
    read: () => decodeEscapes(collected),
  };
}

/** Characters that XML does not allow, such as _x000D_ (ECMA-376, part 1, 22.4.2.4). */
const decodeEscapes = (text: string) =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
