import type { FoundFile } from "./walk-folder.ts";

export type HashedFile = FoundFile & { hash: string };
export type Known = { path: string; contentHash: string };
export type Plan = { put: HashedFile[]; unchanged: number };

/** Sends new and changed files. A document of another pipeline has an empty hash, so it counts as changed. */
export function planIngest(files: HashedFile[], known: Known[]): Plan {
  const hashes = new Map(known.map((document) => [document.path, document.contentHash]));
  const put = files.filter((file) => hashes.get(file.path) !== file.hash);
  return { put, unchanged: files.length - put.length };
}

/** Below this many a mistake is soon made good. */
const FEW = 10;

export type Removal = { remove: string[]; keep: string[]; why: string | null };

/**
 * Returns the documents to remove because their files are gone. A file that could not be read is not gone.
 * A folder that looks empty may be an unmounted disk or a failed build, so that needs confirmation.
 */
export function planRemoval(input: {
  kind: "folder" | "file";
  known: string[];
  present: string[];
  hasUnreadable: boolean;
  deleteMissing: boolean;
}): Removal {
  const { kind, known, hasUnreadable, deleteMissing } = input;
  const present = new Set(input.present);
  const gone = kind === "folder" ? known.filter((path) => !present.has(path)) : [];
  const keep = (why: string): Removal => ({ remove: [], keep: gone, why });
  if (gone.length === 0) return { remove: [], keep: [], why: null };
  const those = `${gone.length} of ${known.length} documents are no longer in the folder but were kept`;
  if (hasUnreadable) return keep(`${those}, because part of the folder could not be read.`);
  if (deleteMissing) return { remove: gone, keep: [], why: null };
  if (present.size === 0 || (gone.length > FEW && gone.length * 2 > known.length)) {
    return keep(
      `${those}, because that is a large share of them. To delete them, run the command again with --delete-missing.`,
    );
  }
  return { remove: gone, keep: [], why: null };
}
