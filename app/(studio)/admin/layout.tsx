export { DisabledUntilHydrated as default } from "#components/ui/disabled-until-hydrated.tsx";
