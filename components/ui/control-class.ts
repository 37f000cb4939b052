/**
 * The box shared by text fields and selects. Phones zoom in on text below 16 px, hence the two text sizes.
 */
export const controlClass =
  "w-full rounded-control border border-line-strong bg-raised px-3 py-2 text-base text-ink transition-colors sm:text-body hover:not-disabled:border-ink-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-ink-muted";

export const labelClass = "text-small font-strong";
export const hintClass = "text-small text-pretty text-ink-muted";
export const errorClass = "text-small text-danger";
/** A note in a form, set off from its fields. */
export const noteClass = "rounded-xl bg-sunken px-4 py-3 text-small text-pretty text-ink-soft";
