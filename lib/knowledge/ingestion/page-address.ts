import { pageInput } from "../schema.ts";

/** The path of a page's document: its address without the fragment. */
export function pageAddress(address: string): string {
  const url = new URL(pageInput.parse({ url: address }).url);
  url.hash = "";
  return url.href;
}
