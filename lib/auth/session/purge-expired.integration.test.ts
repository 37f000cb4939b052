import { expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { insertEmailToken } from "../queries/users.ts";
import { purgeExpired } from "./purge-expired.ts";

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

it("forgets sessions and links that ended three months ago, and none that lives or ended since", async () => {
  const operator = sealOperator();
  const { userId } = await makePerson();
  const user = idToUuid(userId);
  const session = (device: string, expiresAt: Date, revokedAt: Date | null) =>
    asOwner(
      "insert into platform.sessions (id, user_id, device, expires_at, revoked_at) values (gen_random_uuid(), $1, $2, $3, $4)",
      [user, device, expiresAt.toISOString(), revokedAt?.toISOString() ?? null],
    );
  await session("lives", ago(-1), null);
  await session("over since", ago(89), null);
  await session("revoked since", ago(-1), ago(89));
  await session("over long ago", ago(91), null);
  await session("revoked long ago", ago(-1), ago(91));
  await insertEmailToken(operator, { hash: `old ${userId}`, purpose: "reset", userId, expiresAt: ago(91) });
  await insertEmailToken(operator, { hash: `new ${userId}`, purpose: "verify", userId, expiresAt: ago(89) });

  await purgeExpired(operator);

  const devices = await asOwner<{ device: string }>(
    "select device from platform.sessions where user_id = $1 and device like '%e%' order by device",
    [user],
  );
  const kept = devices.map(({ device }) => device);
  expect(kept).toEqual(expect.arrayContaining(["lives", "over since", "revoked since"]));
  expect(kept.filter((device) => device.endsWith("ago"))).toEqual([]);
  const links = await asOwner<{ hash: string }>("select hash from platform.email_tokens where user_id = $1", [
    user,
  ]);
  expect(links.map(({ hash }) => hash)).toEqual([`new ${userId}`]);
});
