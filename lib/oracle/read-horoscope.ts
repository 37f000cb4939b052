import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { languageName } from "#lib/core/text-languages.ts";
import type { SkillTurn } from "#lib/skills/skill.ts";
import { composeHoroscope } from "./compose-horoscope.ts";
import { claimReading, type ReadingPlace, readingKey, storeReading } from "./queries.ts";
import { readingDay } from "./reading-day.ts";
import type { HoroscopeCard } from "./schema.ts";
import { listFacts, type SkyFacts, skyFacts } from "./sky-facts.ts";
import { signName } from "./zodiac.ts";

/** Longer than a model may take to write a reading. */
const WRITE_SECONDS = 30;
const POLL_MS = 250;
const DAY_MS = 86_400_000;
const SPAN_DAYS = { day: 1, week: 7 } as const;
/** How long a reading composed without a model is used before a model is tried again. */
const COMPOSED_SECONDS = 600;
const CACHE_MS = 24 * 3_600_000;
const READING_MAX_CHARS = 2_000;

/** `timeZone` of the asker, for "today"; null: UTC. */
type HoroscopeRequest = Pick<HoroscopeCard, "sign" | "span"> & {
  when?: "now" | "next";
  timeZone: string | null;
};

/**
 * Returns the horoscope of a day or week for a sign. For the current one, a model writes it once per day and
 * language for everyone, across processes. Without a model, and for the next one, it is composed from the
 * facts.
 */
export async function readHoroscope(
  ctx: Context,
  { sign, span, when = "now", timeZone }: HoroscopeRequest,
  turn: SkillTurn,
): Promise<Pick<HoroscopeCard, "day" | "reading" | "facts">> {
  const shift = when === "now" ? 0 : SPAN_DAYS[span] * DAY_MS;
  const day = readingDay(new Date(ctx.now().getTime() + shift), span, timeZone);
  const facts = skyFacts(sign, new Date(`${day}T12:00:00Z`), span);
  if (when === "next") return { day, reading: composeHoroscope(facts, span, when), facts: listFacts(facts) };
  const place: ReadingPlace = { chatbotId: turn.chatbotId, sign, span, day, language: turn.language };
  const key = readingKey(ctx, place);
  const running = singleton("oracle.readings", () => new Map<string, Promise<string>>());
  const known = running.get(key);
  const reading = known ?? findOrWrite(ctx, place, facts, turn);
  if (!known) {
    running.set(key, reading);
    void reading.catch(() => undefined).finally(() => running.delete(key));
  }
  return { day, reading: await reading, facts: listFacts(facts) };
}

async function findOrWrite(
  ctx: Context,
  place: ReadingPlace,
  facts: SkyFacts,
  turn: SkillTurn,
): Promise<string> {
  const key = readingKey(ctx, place);
  const cached = await kv().get(key);
  if (cached) return cached;
  const until = performance.now() + WRITE_SECONDS * 1_000;
  do {
    const { isMine, text } = await claimReading(ctx, place, WRITE_SECONDS);
    if (isMine) return write(ctx, place, facts, turn);
    if (text) {
      await kv().set(key, text, CACHE_MS);
      return text;
    }
    await sleep(POLL_MS);
  } while (performance.now() < until);
  return composeHoroscope(facts, place.span);
}

async function write(ctx: Context, place: ReadingPlace, facts: SkyFacts, turn: SkillTurn): Promise<string> {
  const written = await turn.write({
    instructions: instructionsFor(place),
    facts: listFacts(facts).join("\n"),
  });
  const isWritten = written !== null && written.length <= READING_MAX_CHARS;
  const text = isWritten ? written : composeHoroscope(facts, place.span);
  try {
    await storeReading(ctx, place, text, isWritten ? null : COMPOSED_SECONDS);
    await kv().set(readingKey(ctx, place), text, isWritten ? CACHE_MS : COMPOSED_SECONDS * 1_000);
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "storing the reading failed");
  }
  return text;
}

function instructionsFor({ sign, span, language }: ReadingPlace): string {
  const time = span === "day" ? "today" : "this week";
  const name = languageName(language);
  const languageInstruction = name ? ` Write it in ${name}.` : "";
  return `Write the horoscope for ${signName(sign)} for ${time} in 60 to 90 words of plain prose, without a heading. Base every sentence on the planetary positions below; do not invent any. Give no advice on health, money, or legal matters.${languageInstruction}`;
}
