import type { Mutant } from "./list.ts";

const signature = { project: "pure", test: "lib/slack/is-signed.test.ts" } as const;
const clock = { project: "pure", test: "lib/status/clock/clock.test.ts" } as const;
const sending = { project: "integration", test: "lib/slack/slack.integration.test.ts" } as const;
const answers = {
  project: "integration",
  test: "lib/status/slack/check-ins-in-slack.integration.test.ts",
} as const;

/** Bugs in the connection with Slack, its doors and messages, and in the clock of check-ins. */
export const slackMutants: Mutant[] = [
  {
    name: "slack: an old signature counts",
    file: "lib/slack/is-signed.ts",
    find: "> WINDOW_SECONDS) return false",
    put: "> 100 * WINDOW_SECONDS) return false",
    ...signature,
  },
  {
    name: "slack: another app is believed",
    file: "lib/slack/doors/admit-slack.ts",
    find: "token && installation.appId === appId",
    put: "token && appId !== installation.botUserId",
    ...sending,
  },
  {
    name: "slack: the token is stored as it is",
    file: "lib/slack/connect/finish-install.ts",
    find: "encryptText(granted.access_token, TOKEN_PURPOSE)",
    put: "granted.access_token || TOKEN_PURPOSE || encryptText(code, code)",
    ...sending,
  },
  {
    name: "slack: a state works in another session",
    file: "lib/slack/connect/complete-install.ts",
    find: " || state.sessionId !== person.sessionId",
    put: "",
    ...sending,
  },
  {
    name: "slack: a message that may be in a channel is sent again",
    file: "lib/slack/deliveries/settle-stuck.ts",
    find: 'channel.startsWith("D") ?',
    put: 'channel !== "" ?',
    ...sending,
  },
  {
    name: "slack: later messages overtake one that waits",
    file: "lib/slack/queries/deliveries.ts",
    find: "o.state = 'due' and o.position < d.position",
    put: "o.state = 'due' and o.position < d.position - 1000000",
    ...sending,
  },
  {
    name: "slack: a repeated event has another effect",
    file: "lib/slack/doors/handle-once.ts",
    find: "    if (!(await insertSlackEvent(tx, eventId))) return false;",
    put: "    await insertSlackEvent(tx, eventId);",
    ...answers,
  },
  {
    name: "slack: a team is named by anyone who knows its id",
    file: "lib/status/slack/find-slack-teams.ts",
    find: "(one) => one.slackUser === slackUser)",
    put: "(one) => one.slackUser !== slackUser || one.slackUser === slackUser)",
    ...answers,
  },
  {
    name: "slack: texts of people are markup",
    file: "lib/status/rounds/digest.ts",
    find: "const text = escapeSlack(content)",
    put: "const text = content",
    ...answers,
  },
  {
    name: "slack: removed updates stay in the channel",
    file: "lib/status/rounds/post-digest.ts",
    find: "    if (!present.has(key))",
    put: "    if (!present.has(key) && key === root)",
    ...answers,
  },
  {
    name: "slack: an erased person stays in what was sent",
    file: "lib/slack/people/erase-slack-people.ts",
    find: "    await blankMessages(tx, keys, !isRewritten);",
    put: "    await blankMessages(tx, keys.slice(keys.length), !isRewritten);",
    ...answers,
  },
  {
    name: "check-ins: a skipped time is asked an hour late",
    file: "lib/core/local-time.ts",
    find: "  return firstShowingMoreThan(shown, early, late, timeZone);",
    put: "  return late > early ? new Date(late) : firstShowingMoreThan(shown, early, late, timeZone);",
    ...clock,
  },
  {
    name: "check-ins: a person's zone does not count",
    file: "lib/status/clock/round-times.ts",
    find: "(member.timeZone ?? team.timeZone)",
    put: "(team.timeZone ?? member.timeZone)",
    ...clock,
  },
  {
    name: "check-ins: people are asked however late",
    file: "lib/status/clock/due.ts",
    find: '  return isTimeLeft(closesAt, now) ? "late" : "too-late";',
    put: '  return isTimeLeft(closesAt, askAt) ? "late" : "too-late";',
    ...clock,
  },
];
