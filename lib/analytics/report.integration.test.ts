import { beforeAll, describe, expect, it } from "vitest";
import { GET } from "#app/api/admin/[tenant]/analytics/route.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { exportReport, withoutCosts } from "./export-report.ts";
import { getReport } from "./get-report.ts";
import { rollUpEvents } from "./keep-events.ts";
import { listActivity } from "./list-activity.ts";

let tenant: TestTenant;
/** Long ago, so that all of it is counted. */
const NOW = new Date("2024-12-01T12:00:00Z");
const all = { chatbotId: null, channel: null };

async function plant(type: string, at: string, person: string, data: object = {}, of = tenant) {
  await asOwner(
    `insert into analytics.events (id, tenant_id, chatbot_id, event_type, data, user_id_hash, channel, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, 'page', $6)`,
    [idToUuid(of.ctx.tenantId), idToUuid(of.chatbot.id), type, JSON.stringify(data), person, at],
  );
}

const reportOf = (timeZone: string, filter: Parameters<typeof getReport>[2] = all, of = tenant) =>
  getReport({ ...of.ctx, now: () => NOW }, { days: "7" }, filter, timeZone);

beforeAll(async () => {
  tenant = await makeTenant();
  // The last second of 29 November in Kathmandu, and the first of the 30th.
  await plant("question_asked", "2024-11-29T18:14:59Z", "ada");
  await plant("question_asked", "2024-11-29T18:15:00Z", "ada");
  await plant("question_asked", "2024-11-30T10:00:00Z", "ada");
  await plant("question_asked", "2024-11-30T11:00:00Z", "ben");
  await plant("question_asked", "2024-11-20T11:00:00Z", "cleo");
  const answer = { state: "complete", grounding: "cited", firstTokenMs: 800, costMicros: 50, model: "m-1" };
  await plant("answer_ended", "2024-11-30T10:00:01Z", "ada", answer);
  await plant("answer_ended", "2024-11-30T11:00:01Z", "ben", {
    ...answer,
    grounding: "declined",
    model: "m-2",
  });
  await plant("answer_ended", "2024-11-30T11:00:02Z", "ben", { state: "failed" });
  // New events are found by their time, and these are old: the workspace is behind with them.
  await asOwner("insert into analytics.marks (tenant_id, rolled_until, is_behind) values ($1, $2, true)", [
    idToUuid(tenant.ctx.tenantId),
    "2024-11-01T00:00:00Z",
  ]);
  await rollUpEvents(sealOperator());
});

describe("a report", () => {
  it("15: counts days as Kathmandu's calendars show them", async () => {
    const { days } = await reportOf("Asia/Kathmandu");
    const questions = Object.fromEntries(days.map(({ day, questions: count }) => [day, count]));
    expect(questions).toMatchObject({ "2024-11-29": 1, "2024-11-30": 3, "2024-12-01": 0 });
    const utc = await reportOf("UTC");
    expect(utc.days.find(({ day }) => day === "2024-11-29")?.questions).toBe(2);
  });

  it("counts a week's questions of each chatbot for the list of chatbots", async () => {
    const now = () => NOW;
    expect([...(await listActivity({ ...tenant.ctx, now }))]).toEqual([
      [tenant.chatbot.id, { questions: 4, declined: 1 }],
    ]);
    const stranger = await makeTenant();
    expect(await listActivity({ ...stranger.ctx, now })).toEqual(new Map());
  });

  it("16: counts a person once, on however many days they asked", async () => {
    const { now, before } = await reportOf("UTC");
    expect(now).toMatchObject({ people: 2, questions: 4 });
    expect(before).toMatchObject({ people: 1, questions: 1 });
  });

  it("tells answers by their source, and gives no time where there was none", async () => {
    const { now, days } = await reportOf("UTC");
    expect(now).toMatchObject({ cited: 1, declined: 1, uncited: 0, other: 1, costMicros: 100 });
    expect(now.firstWordP50).toBeGreaterThan(720);
    expect(now.firstWordP50).toBeLessThan(880);
    expect(days.at(-1)).toMatchObject({ firstWordP50: null, questions: 0 });
    expect(days.find(({ day }) => day === "2024-11-30")?.costByModel).toEqual({ "m-1": 50, "m-2": 50 });
  });

  it("filters by chatbot and channel", async () => {
    expect((await reportOf("UTC", { chatbotId: "unknown", channel: null })).now.questions).toBe(0);
    expect((await reportOf("UTC", { chatbotId: null, channel: "room" })).now).toMatchObject({
      questions: 0,
      people: 0,
    });
    expect((await reportOf("UTC", { chatbotId: tenant.chatbot.id, channel: "page" })).now.questions).toBe(4);
  });

  it("knows nothing of another workspace", async () => {
    const other = await makeTenant();
    const { now, hours } = await reportOf("UTC", { chatbotId: tenant.chatbot.id, channel: null }, other);
    expect(now).toMatchObject({ questions: 0, people: 0, costMicros: 0 });
    expect(hours).toEqual([]);
  });

  it("is a file, without costs for members who may not see them", async () => {
    const [admin, editor] = await Promise.all(
      (["admin", "editor"] as const).map(async (role) => {
        const person = await makePerson(role);
        await joinWorkspaceAs(tenant.ctx, person, role);
        return person;
      }),
    );
    const [slug] = await asOwner<{ slug: string }>("select slug from platform.tenants where id = $1", [
      idToUuid(tenant.ctx.tenantId),
    ]);
    const get = async (token: string, format: string) => {
      const url = `http://localhost/api/admin/${slug?.slug}/analytics?days=90&format=${format}`;
      const request = new Request(url, { headers: { cookie: `parley_session=${token}` } });
      const response = await GET(request, { params: Promise.resolve({ tenant: slug?.slug ?? "" }) });
      return response.text();
    };
    const csv = await get(admin?.token ?? "", "csv");
    expect(csv.split("\r\n")).toHaveLength(92);
    expect(csv).toMatch(/^day,conversations,questions,/);
    expect(JSON.parse(await get(editor?.token ?? "", "json"))).toMatchObject({ timeZone: "UTC" });
    const report = await reportOf("UTC");
    expect(exportReport(report, "json")).toContain("m-1");
    expect(exportReport(withoutCosts(report), "json")).not.toMatch(/m-1|"costMicros": [1-9]/);
  });
});
