import { describe, expect, it } from "vitest";
import { findMemberRole } from "#lib/access/find-member-role.ts";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { emailsSent } from "#lib/auth/account/send-in-background.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { keptEmails } from "#lib/core/email/send-email.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { getOffer } from "./get-offer.ts";
import { acceptWorkspace, endOffer, offerWorkspace } from "./hand-over-workspace.ts";
import { updateMember } from "./update-member.ts";

const operator = sealOperator();
const none = { code: "not_found" };

async function makeTeam() {
  const { ctx } = await makeTenant("Team");
  const people = {
    owner: await makePerson("Olga"),
    editor: await makePerson("Edda"),
    viewer: await makePerson("Vera"),
  };
  const as = {
    owner: await joinWorkspaceAs(ctx, people.owner, "owner"),
    editor: await joinWorkspaceAs(ctx, people.editor, "editor"),
    viewer: await joinWorkspaceAs(ctx, people.viewer, "viewer"),
  };
  const offer = () => offerWorkspace(as.owner, operator, people.editor.userId);
  return { ctx, people, as, offer };
}

describe("handing over a workspace", () => {
  it("makes the member an owner only when they accept, and then lets the previous owner leave", async () => {
    const { ctx, people, as, offer } = await makeTeam();
    await expect(updateMember(as.owner, people.owner.userId, null)).rejects.toMatchObject({
      code: "conflict",
    });
    await offer();
    await emailsSent();
    const offers = keptEmails().filter(({ subject }) => subject.includes("wants to make you the owner of"));
    expect(offers.at(-1)).toMatchObject({ to: people.editor.email });
    expect(await findMemberRole(ctx, people.editor.userId)).toBe("editor");
    expect(await getOffer(as.owner)).toEqual({ from: "Olga", to: "Edda", isToYou: false });
    expect(await getOffer(as.editor)).toMatchObject({ isToYou: true });
    await acceptWorkspace(as.editor);
    expect(await findMemberRole(ctx, people.editor.userId)).toBe("owner");
    expect(await findMemberRole(ctx, people.owner.userId)).toBe("admin");
    expect(await getOffer(as.editor)).toBeNull();
    await updateMember(as.owner, people.owner.userId, null);
    expect(await findMemberRole(ctx, people.owner.userId)).toBeNull();
    const actions = (await listAuditEntries(as.editor, null)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["workspace.offered", "workspace.handed-over"]));
  });

  it("can be accepted only once, and only by the member it was offered to", async () => {
    const { as, offer, people } = await makeTeam();
    await offer();
    for (const other of [as.viewer, as.owner])
      await expect(acceptWorkspace(other)).rejects.toMatchObject(none);
    await expect(endOffer(as.viewer)).rejects.toMatchObject(none);
    const [one, two] = await Promise.allSettled([acceptWorkspace(as.editor), acceptWorkspace(as.editor)]);
    expect([one?.status, two?.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect(await findMemberRole(as.editor, people.owner.userId)).toBe("admin");
  });

  it("can be offered only by owners, and only to members who are not owners", async () => {
    const { people, as } = await makeTeam();
    await expect(offerWorkspace(as.editor, operator, people.viewer.userId)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(offerWorkspace(as.owner, operator, people.owner.userId)).rejects.toMatchObject({
      code: "conflict",
    });
    const stranger = await makePerson("Mallory");
    for (const userId of [stranger.userId, newId("usr"), "usr_0", ""])
      await expect(offerWorkspace(as.owner, operator, userId)).rejects.toMatchObject(none);
  });

  it("ends when it is declined, withdrawn or expired, or its sender is no longer an owner", async () => {
    const { ctx, people, as, offer } = await makeTeam();
    await offer();
    await endOffer(as.editor);
    await expect(acceptWorkspace(as.editor)).rejects.toMatchObject(none);
    await offer();
    await endOffer(as.owner);
    await expect(acceptWorkspace(as.editor)).rejects.toMatchObject(none);
    await offer();
    await asOwner(
      "update platform.handovers set expires_at = now() where tenant_id = $1 returning tenant_id",
      [idToUuid(ctx.tenantId)],
    );
    await expect(acceptWorkspace(as.editor)).rejects.toMatchObject(none);
    await offer();
    await updateMember(as.owner, people.viewer.userId, "owner");
    await updateMember(as.owner, people.owner.userId, "admin");
    await expect(acceptWorkspace(as.editor)).rejects.toMatchObject(none);
    expect(await findMemberRole(ctx, people.editor.userId)).toBe("editor");
  });
});
