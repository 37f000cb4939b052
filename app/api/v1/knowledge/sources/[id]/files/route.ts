import { keyRoute, methods } from "#app/_server/route.ts";
import { parseId } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/put-document.ts";
import { FILE_MAX_BYTES, fileQuery } from "#lib/knowledge/schema.ts";

export const maxDuration = 300;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** The file itself is the body, its path in the source is `?path=`. */
  PUT: keyRoute<Uint8Array>(
    { scope: "knowledge:write", body: "bytes", maxBytes: FILE_MAX_BYTES },
    (ctx, { params, query, body }) => {
      const { path } = fileQuery.parse(Object.fromEntries(query));
      return putDocument(ctx, { sourceId: parseId("src", params.id ?? "", "source"), path, bytes: body });
    },
  ),
});
