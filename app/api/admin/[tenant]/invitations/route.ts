import { z } from "zod";
import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { role } from "#lib/access/role.ts";
import { email } from "#lib/auth/schema.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { inviteMember } from "#lib/tenant/invite-member.ts";
import { listInvitations } from "#lib/tenant/list-invitations.ts";

const body = z.object({ email: email.nullable().default(null), role });

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "members:write" }, async ({ ctx }) => ({
    invitations: await listInvitations(ctx),
  })),
  POST: memberRoute({ permission: "members:write", body }, async ({ ctx }, { body }) =>
    Response.json(await inviteMember(ctx, sealOperator(), body), { status: 201 }),
  ),
});
