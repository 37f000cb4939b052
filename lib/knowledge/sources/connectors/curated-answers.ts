import type { Connector } from "../connector.ts";

export const curatedAnswers: Connector = {
  holds: "curatedAnswers",
  readOrigin: (origin) => origin,
  loadSync: null,
};
