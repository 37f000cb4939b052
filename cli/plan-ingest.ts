import type { FoundFile } from "./walk-folder.ts";

export type HashedFile = FoundFile & { hash: string };
export type Known = { path: string; contentHash: string };
export type Plan = { put: HashedFile[]; unchanged: number };

/** New and changed files are sent; a known document of another pipeline has an empty hash, so it counts as changed. */
export function planIngest(files: HashedFile[], known: Known[]): Plan {
  const hashes = new Map(known.map((document) => [document.path, document.contentHash]));
  const put = files.filter((file) => hashes.get(file.path) !== file.hash);
  return { put, unchanged: files.length - put.length };
}

/** Below this many a mistake is soon made good. */
const FEW = 10;

export type Removal = { remove: string[]; keep: string[]; why: string | null };

/**
 * Which documents go because their files are gone. A file that is there but could not be read is not gone. A folder
 * that looks emptied may be a disk that is not mounted or a build that failed, so that takes the person's word.
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
      `${those}, because that is a large share. To delete them, run the command again with --delete-missing.`,
    );
  }
  return { remove: gone, keep: [], why: null };
}
