import { z } from "zod";

/** In ascending order of rights. */
export const roles = ["viewer", "editor", "admin", "owner"] as const;
export type Role = (typeof roles)[number];
export const role = z.enum(roles);
