import { rollUpEvents } from "#lib/analytics/keep-events.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { type Cron, defineCron } from "#lib/jobs/cron.ts";
import { purgePhotos } from "#lib/photo/purge-photos.ts";
import { refreshCalendars } from "#lib/status/calendar/refresh-calendars.ts";
import { keepRounds } from "#lib/status/rounds/keep-rounds.ts";
import { runMaintenance } from "./run-maintenance.ts";

export const crons: Cron[] = [
  defineCron({
    name: "instance.keep-house",
    at: "17 3 * * *",
    timeZone: "UTC",
    expireSeconds: 900,
    run: () => runMaintenance(sealOperator()),
  }),
  defineCron({
    name: "analytics.count-events",
    at: "*/2 * * * *",
    timeZone: "UTC",
    expireSeconds: 600,
    run: () => rollUpEvents(sealOperator()),
  }),
  defineCron({
    name: "photo.purge-photos",
    at: "41 * * * *",
    timeZone: "UTC",
    expireSeconds: 600,
    run: () => purgePhotos(sealOperator()),
  }),
  defineCron({
    name: "status.keep-rounds",
    at: "* * * * *",
    timeZone: "UTC",
    expireSeconds: 300,
    run: () => keepRounds(sealOperator()),
  }),
  defineCron({
    name: "status.refresh-calendars",
    at: "29 4 * * *",
    timeZone: "UTC",
    expireSeconds: 900,
    run: () => refreshCalendars(sealOperator()),
  }),
];
