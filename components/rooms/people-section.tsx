"use client";

import { useTranslations } from "next-intl";
import type { UpdateParticipantRequest } from "#lib/rooms/schema.ts";
import type { WireParticipant } from "#lib/rooms/wire.ts";
import { PersonRow } from "./person-row.tsx";
import type { RoomApi } from "./room-api.ts";
import type { RoomState } from "./room-state.ts";
import { sortPeople } from "./sort-people.ts";

type PeopleSectionProps = {
  api: RoomApi;
  state: RoomState;
  onModerate: (person: WireParticipant, action: UpdateParticipantRequest) => void;
};

export function PeopleSection({ api, state, onModerate }: PeopleSectionProps) {
  const t = useTranslations("rooms");
  const { participants, presence, self } = state;
  const people = sortPeople(participants, presence?.ids ?? null);
  return (
    <section className="grid gap-2" aria-labelledby="room-people">
      <h2 id="room-people" className="text-small font-semibold">
        {t("people")}
      </h2>
      <ul className="-mx-2 grid">
        {people.map((person) => (
          <PersonRow
            key={person.id}
            api={api}
            person={person}
            self={self}
            isHere={person.id === self.id || person.role === "bot" || (presence?.ids.has(person.id) ?? false)}
            onModerate={onModerate}
          />
        ))}
      </ul>
    </section>
  );
}
