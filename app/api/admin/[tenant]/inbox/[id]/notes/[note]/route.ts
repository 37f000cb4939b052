import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { deleteNote } from "#lib/inbox/delete-note.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: memberRoute({ permission: "conversations:write" }, ({ ctx }, { params }) =>
    deleteNote(ctx, params.id ?? "", params.note ?? ""),
  ),
});
