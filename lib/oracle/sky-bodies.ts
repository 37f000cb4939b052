export const skyBodies = [
  "sun",
  "moon",
  "mercury",
  "venus",
  "mars",
  "jupiter",
  "saturn",
  "uranus",
  "neptune",
  "pluto",
] as const;
export type SkyBody = (typeof skyBodies)[number];

export const aspectKinds = ["conjunction", "sextile", "square", "trine", "opposition"] as const;
export type AspectKind = (typeof aspectKinds)[number];

const bodyNames: Record<SkyBody, string> = {
  sun: "Sun",
  moon: "Moon",
  mercury: "Mercury",
  venus: "Venus",
  mars: "Mars",
  jupiter: "Jupiter",
  saturn: "Saturn",
  uranus: "Uranus",
  neptune: "Neptune",
  pluto: "Pluto",
};

export function bodyName(body: SkyBody): string {
  return bodyNames[body];
}
