import { z } from "zod";
import { moonPhases } from "./moon-phase.ts";
import { aspectKinds, skyBodies } from "./sky-bodies.ts";

/** The twelve signs of the tropical zodiac, from the March equinox, thirty degrees each. */
export const signs = [
  "aries",
  "taurus",
  "gemini",
  "cancer",
  "leo",
  "virgo",
  "libra",
  "scorpio",
  "sagittarius",
  "capricorn",
  "aquarius",
  "pisces",
] as const;
export type Sign = (typeof signs)[number];

const text = z.string().max(8_000);
const when = z.iso.datetime();

export const moonCard = z.object({
  kind: z.literal("moon"),
  text,
  at: when,
  phase: z.enum(moonPhases),
  /** East of the sun, in degrees; decides which side is lit. */
  angle: z.number(),
  illumination: z.number().min(0).max(1),
  ageDays: z.number().min(0).max(30),
  sign: z.enum(signs),
  next: z.array(z.object({ phase: z.enum(moonPhases), at: when })).max(4),
  /** Next rise and set at a place, if one was asked for; null if it does not occur within a day. */
  seenFrom: z
    .object({
      name: z.string().max(120),
      timeZone: z.string().max(60),
      rise: when.nullable(),
      set: when.nullable(),
    })
    .nullable()
    .default(null),
});
export type MoonCard = z.infer<typeof moonCard>;

export const horoscopeSpans = ["day", "week"] as const;

export const horoscopeCard = z.object({
  kind: z.literal("horoscope"),
  text,
  sign: z.enum(signs),
  span: z.enum(horoscopeSpans),
  /** The first day it covers. */
  day: z.iso.date(),
  reading: z.string().max(4_000),
  /** The astronomical facts it is based on. */
  facts: z.array(z.string().max(300)).max(12),
});
export type HoroscopeCard = z.infer<typeof horoscopeCard>;

export const tarotCard = z.object({
  kind: z.literal("tarot"),
  text,
  cards: z
    .array(
      z.object({
        id: z.string().max(20),
        name: z.string().max(60),
        position: z.string().max(60),
        isReversed: z.boolean(),
        meaning: z.string().max(300),
      }),
    )
    .min(1)
    .max(5),
});
export type TarotCard = z.infer<typeof tarotCard>;

const degree = z.number().min(0).max(30);
const placement = z.object({ sign: z.enum(signs), degree });

export const chartCard = z.object({
  kind: z.literal("chart"),
  text,
  /** `solar`: the birth time is unknown, so there is no ascendant. */
  of: z.enum(["natal", "solar"]),
  positions: z
    .array(placement.extend({ body: z.enum(skyBodies), isRetrograde: z.boolean() }))
    .min(1)
    .max(skyBodies.length),
  ascendant: placement.nullable(),
  midheaven: placement.nullable(),
  aspects: z
    .array(
      z.object({
        a: z.enum(skyBodies),
        b: z.enum(skyBodies),
        kind: z.enum(aspectKinds),
        orb: z.number().min(0),
      }),
    )
    .max(45),
});
export type ChartCard = z.infer<typeof chartCard>;

export type ReadingCard = MoonCard | HoroscopeCard | TarotCard | ChartCard;
