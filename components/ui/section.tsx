import { type ComponentProps, type ReactNode, useId } from "react";

/** For forms and field sets that act as sections. */
export const sectionClass = "grid min-w-0 gap-4.5";

export function SectionTitle(props: ComponentProps<"h2">) {
  return <h2 className="text-[1.0625rem] font-semibold tracking-[-0.01em]" {...props} />;
}

type SectionProps = { title: ReactNode; className?: string; children: ReactNode };

export function Section({ title, className = "", children }: SectionProps) {
  const id = useId();
  return (
    <section className={`${sectionClass} ${className}`} aria-labelledby={id}>
      <SectionTitle id={id}>{title}</SectionTitle>
      {children}
    </section>
  );
}
