declare module "astronomia" {
  type Spot = { lon: number; lat: number; range: number };
  export const base: { horner(x: number, ...c: number[]): number };
  export const deltat: { deltaT(year: number): number };
  export const elliptic: {
    position(planet: unknown, earth: unknown, jde: number): { ra: number; dec: number };
  };
  export const moonphase: Record<"newMoon" | "first" | "full" | "last", (year: number) => number>;
  export const moonposition: { position(jde: number): Spot; parallax(kilometres: number): number };
  export const nutation: { nutation(jde: number): [number, number]; meanObliquity(jde: number): number };
  export const planetposition: { Planet: new (data: unknown) => unknown };
  export const sidereal: { apparent(jd: number): number };
  export const solar: { apparentVSOP87(earth: unknown, jde: number): Spot };
}

declare module "astronomia/data";
