import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { addNote } from "#lib/inbox/add-note.ts";
import { noteInput } from "#lib/inbox/schema.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: memberRoute(
    { permission: "conversations:write", body: noteInput },
    async ({ ctx }, { params, body }) =>
      Response.json({ id: await addNote(ctx, params.id ?? "", body.text) }, { status: 201 }),
  ),
});
