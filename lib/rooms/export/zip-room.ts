import type { Context } from "#lib/context/context.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { fileKey } from "../files/file-objects.ts";
import { type FileRow, listSentFiles } from "../queries/files.ts";
import type { RoomRow } from "../queries/rooms.ts";
import { FileNames } from "./file-names.ts";
import { jsonLines, markdown, requireHost } from "./print-room.ts";
import type { ZipEntry } from "./stream-zip.ts";

const MISSING = "missing-files.txt";
const PIECE_BYTES = 65_536;

/**
 * The entries of a room's archive: its files first, so that its messages can name those that are no longer
 * stored, then the messages as Markdown and as JSON Lines.
 */
export async function* zipEntries(ctx: Context, room: RoomRow): AsyncGenerator<ZipEntry> {
  const at = ctx.now();
  const files = await listSentFiles(ctx, room.id);
  const names = new FileNames();
  const paths = new Map<string, string | null>(
    files.map(({ id, name }) => [id, `files/${names.take(name)}`]),
  );
  const missing: FileRow[] = [];
  for (const file of files) {
    // Also between files: a download can take a while.
    await requireHost(ctx, room.id);
    const stored = await objectStore().get(fileKey(ctx, room.id, file.id));
    const name = paths.get(file.id);
    if (stored && name)
      yield { name, at: file.createdAt, isText: file.kind === "file", content: pieces(stored.bytes) };
    else {
      missing.push(file);
      paths.set(file.id, null);
    }
  }
  const text = (name: string, content: ZipEntry["content"]) => ({ name, at, isText: true, content });
  yield text(`room-${room.code}.md`, markdown(ctx, room, paths));
  yield text(`room-${room.code}.jsonl`, jsonLines(ctx, room, paths));
  if (missing.length > 0) yield text(MISSING, pieces(Buffer.from(listMissing(missing))));
}

function listMissing(missing: FileRow[]): string {
  const lines = missing.map(
    ({ name, createdAt }) => `${createdAt.toISOString()}  ${name.replace(/\s+/g, " ")}`,
  );
  return `These files were shared in the room and are no longer stored:\n\n${lines.join("\n")}\n`;
}

/** In pieces: a whole file would be taken at once, and the next one begun before anyone reads this one. */
async function* pieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}
