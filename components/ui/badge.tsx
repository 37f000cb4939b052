import type { ReactNode } from "react";

const tones = { neutral: "bg-sunken text-ink-soft", danger: "bg-danger-wash text-danger" };

type BadgeProps = { tone?: keyof typeof tones; className?: string; children: ReactNode };

export function Badge({ tone = "neutral", className = "", children }: BadgeProps) {
  return (
    <span className={`flex-none rounded-full px-2 py-px text-note font-strong ${tones[tone]} ${className}`}>
      {children}
    </span>
  );
}
