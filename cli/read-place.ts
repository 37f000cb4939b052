import { realpathSync, type Stats, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { ParleyError } from "#lib/core/errors.ts";
import { mediaTypeOf } from "#lib/knowledge/media-types.ts";
import type { SourceInput } from "#lib/knowledge/schema.ts";
import { reasonOf, type Walk, walkFolder } from "./walk-folder.ts";

export type Place = { source: Omit<SourceInput, "chatbot">; walk: Walk };

/**
 * Resolves a path and the origin under which it is stored: its real path, so that every spelling is the
 * same source, or a name given by the caller.
 */
export function readPlace(path: string, from: string, sourceName?: string): Place {
  const given = resolve(from, path);
  const stats = look(given, path);
  const real = realpathSync(given);
  const naming = {
    origin: sourceName ? `name:${sourceName}` : real,
    name: (sourceName ?? (basename(real) || real)).slice(0, 200),
  };
  if (stats.isDirectory()) return { source: { kind: "folder", ...naming }, walk: walkFolder(real) };
  const name = basename(given);
  if (!stats.isFile() || !extname(name) || !mediaTypeOf(name)) {
    throw new ParleyError(
      "unsupported_type",
      `${path} is not a supported file type. Supported: Markdown, HTML, plain text, CSV, JSON, PDF, Word, Excel, and PowerPoint.`,
    );
  }
  const files = [{ path: name, file: real, bytes: stats.size }];
  return {
    source: { kind: "file", ...naming },
    walk: { files, leftOut: new Map(), strayLinks: 0, unreadable: [] },
  };
}

function look(path: string, shown: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new ParleyError(
      "not_found",
      isMissing ? `${shown} does not exist.` : `${shown}: ${reasonOf(error)}`,
    );
  }
}
