import { z } from "zod";

/** What stands in a workspace's address: `/admin/{slug}`. */
export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, "Use 3 to 40 of a-z, 0-9 and -.");

export const workspaceName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{C}<>]*$/u, "This name holds signs that cannot be shown.");

/** `accent`: a colour as #rrggbb. `logo`: a small picture as a data URL. Null: Parley's own. */
export const workspaceSettings = z.object({
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "Enter a colour like #0f6b66.")
    .nullable()
    .default(null),
  logo: z
    .string()
    .max(140_000, "Use a picture of at most 100 kB.")
    .regex(/^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, "Use a PNG, JPEG or WebP picture.")
    .nullable()
    .default(null),
  /** Whether its members come in only with a second factor. */
  requireSecondFactor: z.boolean().default(false),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export type Workspace = { id: string; slug: string; name: string; settings: WorkspaceSettings };
