export const dropTargetClass =
  "grid justify-items-center gap-2.5 rounded-2xl border-[1.5px] border-dashed border-line-strong px-6 text-center [&>svg]:size-6 [&>svg]:stroke-[1.5] [&>svg]:text-accent [&>small]:max-w-104 [&>small]:text-small [&>small]:text-balance [&>small]:text-ink-muted";
