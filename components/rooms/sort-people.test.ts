import { expect, test } from "vitest";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { sortPeople } from "./sort-people.ts";

const person = (name: string, role: WireParticipant["role"] = "participant") =>
  ({ id: name, name, role }) as WireParticipant;

test("lists the host, moderators and the chatbot first, then who is here, then by name", () => {
  const people = [
    person("Zoe"),
    person("Ada"),
    person("Bot", "bot"),
    person("Mia"),
    person("Max", "moderator"),
    person("Hugo", "host"),
  ];
  const names = sortPeople(people, new Set(["Zoe", "Mia"])).map(({ name }) => name);
  expect(names).toEqual(["Hugo", "Max", "Bot", "Mia", "Zoe", "Ada"]);
});
