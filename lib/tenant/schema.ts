import { z } from "zod";
import { accessChange, accessPolicy, openAccess } from "#lib/people/schema.ts";

/** What stands in a workspace's address: `/admin/{slug}`. */
export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, "Use 3 to 40 characters: a-z, 0-9, and hyphens.");

export const workspaceName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{C}<>]*$/u, "This name contains characters that are not allowed.");

/** A colour as #rrggbb. Null: Parley's own. */
const accent = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "Enter a color such as #0f6b66.")
  .nullable();

/** A small picture as a data URL. Null: none. */
const logo = z
  .string()
  .max(140_000, "Use an image of up to 100 kB.")
  .regex(/^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, "Use a PNG, JPEG, or WebP image.")
  .nullable();

/** `requireSecondFactor`: whether its members come in only with one. */
export const workspaceSettings = z.object({
  accent: accent.default(null),
  logo: logo.default(null),
  requireSecondFactor: z.boolean().default(false),
  access: accessPolicy.default(openAccess),
});

/** What is left out stays as it is. */
export const settingsChange = z.object({
  accent: accent.optional(),
  logo: logo.optional(),
  requireSecondFactor: z.boolean().optional(),
  access: accessChange.optional(),
});
export type SettingsChange = z.infer<typeof settingsChange>;
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export type Workspace = { id: string; slug: string; name: string; settings: WorkspaceSettings };
