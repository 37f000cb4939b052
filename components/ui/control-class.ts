/** The box that text fields and selects share. Below 16 px a phone zooms in on the field, hence the two sizes of text. */
export const controlClass =
  "w-full rounded-control border border-line-strong bg-raised px-3 py-2 text-base text-ink transition-colors sm:text-body hover:not-disabled:border-ink-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-ink-muted";

export const labelClass = "text-small font-strong";
export const hintClass = "text-small text-pretty text-ink-muted";
export const errorClass = "text-small text-danger";
/** A remark about a form, set off from its fields. */
export const noteClass = "rounded-xl bg-sunken px-4 py-3 text-small text-pretty text-ink-soft";
