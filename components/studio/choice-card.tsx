import type { ComponentProps } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";

type ChoiceCardProps = ComponentProps<typeof Checkbox> & { title: string; body: string };

/** A radio button or checkbox as a card: its title and what it means. */
export function ChoiceCard({ title, body, ...input }: ChoiceCardProps) {
  return (
    <label className="flex cursor-pointer gap-3 rounded-xl border border-line bg-raised px-3.5 py-2.75 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-[color-mix(in_oklab,var(--accent)_5%,var(--raised))] has-disabled:cursor-default has-disabled:opacity-75 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <Checkbox className="mt-0.75 outline-none" {...input} />
      <span className="grid content-start">
        <b className="text-body font-strong">{title}</b>
        <small className="text-small text-pretty text-ink-muted">{body}</small>
      </span>
    </label>
  );
}
