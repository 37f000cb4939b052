import { DOMParser } from "@xmldom/xmldom";
import { ParleyError } from "#lib/core/errors.ts";
import type { Zip } from "./open-zip.ts";

/** @throws ParleyError invalid with `damaged` when the XML is missing or not well formed */
export function parseXml(xml: string | null, damaged: string): Document {
  const fail = () => {
    throw new ParleyError("invalid", damaged);
  };
  if (!xml) return fail();
  return new DOMParser({
    errorHandler: { warning: () => undefined, error: fail, fatalError: fail },
  }).parseFromString(xml, "text/xml");
}

/** @param name with its usual prefix, or without one to accept any */
export function allNamed(node: Document | Element, name: string): Element[] {
  return Array.from(
    name.includes(":") ? node.getElementsByTagName(name) : node.getElementsByTagNameNS("*", name),
  );
}

/** Where parts of an Office file refer to, by id (ECMA-376, part 2). */
export type Relations = Map<string, { path: string; type: string }>;

/** Returns the relations of a part. */
export async function readRelations(zip: Zip, path: string, damaged: string): Promise<Relations> {
  const at = path.lastIndexOf("/");
  const text = await zip.readText(`${path.slice(0, at)}/_rels/${path.slice(at + 1)}.rels`);
  if (!text) return new Map();
  return new Map(
    allNamed(parseXml(text, damaged), "Relationship").map((relation) => [
      relation.getAttribute("Id") ?? "",
      {
        path: resolvePath(path.slice(0, at), relation.getAttribute("Target") ?? ""),
        type: relation.getAttribute("Type") ?? "",
      },
    ]),
  );
}

function resolvePath(folder: string, target: string): string {
  return URL.canParse(target, `zip:/${folder}/`)
    ? decodeURI(new URL(target, `zip:/${folder}/`).pathname).replace(/^\/+/, "")
    : "";
}
