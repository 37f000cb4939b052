import { useTranslations } from "next-intl";
import { useState } from "react";
import { ApiError } from "#components/ui/api.ts";
import type { ROOM_FILE_MAX_BYTES } from "#lib/rooms/schema.ts";
import type { WireFile } from "#lib/rooms/wire.ts";
import { newMessageId } from "./new-message-id.ts";
import type { RoomApi } from "./room-api.ts";

/** A file that the reader adds to their next message. `file` is what the server has stored. */
export type Attachment = { key: string; about: Pick<File, "name" | "size" | "type"> } & (
  | { state: "uploading" }
  | { state: "failed"; reason: string; source: File }
  | { state: "ready"; file: WireFile }
);

const maxFiles = 6;
/** The type checks it against the server's limit. */
const maxBytes: typeof ROOM_FILE_MAX_BYTES = 15_000_000;

/** Files for the next message. They are uploaded at once and sent with it. */
export function useAttachments(api: RoomApi) {
  const t = useTranslations("rooms");
  const [attachments, setAttachments] = useState<readonly Attachment[]>([]);
  const put = (changed: Attachment) =>
    setAttachments((all) => all.map((one) => (one.key === changed.key ? changed : one)));
  const upload = async (key: string, source: File) => {
    const about = source;
    put({ key, about, state: "uploading" });
    try {
      if (source.size > maxBytes) throw new ApiError(413, "too_large", t("fileTooLarge"));
      put({ key, about, state: "ready", file: await api.upload(source) });
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : t("unreachable");
      put({ key, about, state: "failed", reason, source });
    }
  };
  const add = (sources: Iterable<File>) => {
    const room = maxFiles - attachments.length;
    const added = [...sources].slice(0, Math.max(0, room)).map((source) => ({ key: newMessageId(), source }));
    setAttachments((all) => [
      ...all,
      ...added.map(({ key, source }) => ({ key, about: source, state: "uploading" as const })),
    ]);
    for (const { key, source } of added) void upload(key, source);
  };
  return {
    attachments,
    isFull: attachments.length >= maxFiles,
    isUploading: attachments.some(({ state }) => state === "uploading"),
    files: attachments.flatMap((one) => (one.state === "ready" ? [one.file] : [])),
    add,
    retry: (one: Attachment) => {
      if (one.state === "failed") void upload(one.key, one.source);
    },
    /** Takes back files of a message that was refused. */
    restore: (files: readonly WireFile[]) =>
      setAttachments((all) => [
        ...all,
        ...files.map((file): Attachment => {
          const { name, size, media_type: type } = file;
          return { key: file.id, about: { name, size, type }, state: "ready", file };
        }),
      ]),
    remove: (key: string) => setAttachments((all) => all.filter((one) => one.key !== key)),
    /** Forgets those that were sent; failed ones stay. */
    clear: () => setAttachments((all) => all.filter(({ state }) => state !== "ready")),
  };
}
