import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { mediaTypeOf } from "#lib/knowledge/media-types.ts";

export type FoundFile = { path: string; file: string; bytes: number };
export type Walk = {
  /** Sorted by path; paths are relative to the folder, with forward slashes. */
  files: FoundFile[];
  /** Files of other kinds, by extension ("" for none). */
  leftOut: Map<string, number>;
  /** Links that lead out of the folder or nowhere. */
  strayLinks: number;
  /** Folders and files that could not be read: their contents are unknown, not removed. */
  unreadable: { path: string; reason: string }[];
};

const SKIPPED_FOLDERS = new Set(["node_modules"]);

/**
 * Lists the documents below a folder, without dot files, dot folders and node_modules. A link inside the
 * folder counts only if its target is not listed under its own name, so that nothing is read twice.
 */
export function walkFolder(folder: string): Walk {
  const root = realpathSync(folder);
  const walk: Walk = { files: [], leftOut: new Map(), strayLinks: 0, unreadable: [] };
  const state: State = { root, walk, seen: new Set(), links: [] };
  visit(root, state);
  for (const link of state.links) followLink(link, state);
  walk.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return walk;
}

type State = { root: string; walk: Walk; seen: Set<string>; links: string[] };

/** `at` is where a folder is found, `real` where it lies; they differ below a link. */
function visit(at: string, state: State, real = at): void {
  if (state.seen.has(real)) return;
  state.seen.add(real);
  for (const entry of list(at, state)) {
    if (entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name)) continue;
    const path = join(at, entry.name);
    if (entry.isSymbolicLink()) state.links.push(path);
    else if (entry.isDirectory()) visit(path, state, join(real, entry.name));
    else if (entry.isFile()) take(path, join(real, entry.name), state);
  }
}

function list(folder: string, { root, walk }: State): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    walk.unreadable.push({ path: nameIn(root, folder), reason: reasonOf(error) });
    return [];
  }
}

function take(file: string, real: string, { root, walk, seen }: State): void {
  if (seen.has(real)) return;
  const name = basename(file);
  const extension = extname(name).toLowerCase();
  if (!extension || !mediaTypeOf(name)) {
    walk.leftOut.set(extension, (walk.leftOut.get(extension) ?? 0) + 1);
    return;
  }
  seen.add(real);
  try {
    walk.files.push({ path: nameIn(root, file), file, bytes: statSync(file).size });
  } catch (error) {
    walk.unreadable.push({ path: nameIn(root, file), reason: reasonOf(error) });
  }
}

function followLink(link: string, state: State): void {
  const real = resolveLink(link);
  if (!real || (real !== state.root && !real.startsWith(state.root + sep))) {
    state.walk.strayLinks += 1;
    return;
  }
  const target = statSync(real);
  if (target.isDirectory()) visit(link, state, real);
  else if (target.isFile()) take(link, real, state);
}

function resolveLink(link: string): string | null {
  try {
    return realpathSync(link);
  } catch {
    return null;
  }
}

function nameIn(root: string, path: string): string {
  return relative(root, path).split(sep).join("/") || ".";
}

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EACCES" || code === "EPERM") return "No permission to read this file.";
  if (code === "ENOENT") return "The file was deleted while being read.";
  return error instanceof Error ? error.message : String(error);
}
