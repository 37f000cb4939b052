import { type HiddenText, hiddenText } from "../hidden-text.ts";
import type { Zip } from "./open-zip.ts";

/** Returns the comments on cells. */
export async function readCellNotes(zip: Zip): Promise<HiddenText[]> {
  const notes: HiddenText[] = [];
  for (const name of zip.names.filter((one) =>
    /^xl\/(?:threadedComments\/|comments)[^/]*\.xml$/i.test(one),
  )) {
    const xml = (await zip.readText(name)) ?? "";
    notes.push(
      ...hiddenText(
        "comment",
        [...xml.matchAll(/<(?:t|text)(?:\s[^>]*)?>([^<]*)</g)].map(([, text]) => text).join(" "),
      ),
    );
  }
  return notes;
}
