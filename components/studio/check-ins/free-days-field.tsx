"use client";

import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { controlClass, errorClass, labelClass } from "#components/ui/control-class.ts";
import { IconButton } from "#components/ui/icon-button.tsx";

type FreeDaysFieldProps = {
  days: string[];
  error: string | undefined;
  onChange: (days: string[]) => void;
};

/** Dates on which nobody is asked. */
export function FreeDaysField({ days, error, onChange }: FreeDaysFieldProps) {
  const t = useTranslations("checkIns");
  const format = useFormatter();
  const [day, setDay] = useState("");
  const add = () => {
    if (day !== "" && !days.includes(day)) onChange([...days, day].toSorted());
    setDay("");
  };
  const named = (date: string) =>
    format.dateTime(new Date(`${date}T00:00:00Z`), { timeZone: "UTC", dateStyle: "medium" });
  return (
    <div className="grid gap-2">
      <label htmlFor="free-day" className={labelClass}>
        {t("freeDay")}
      </label>
      <div className="flex gap-2">
        <input
          id="free-day"
          type="date"
          className={`${controlClass} min-h-10 sm:w-auto`}
          value={day}
          onChange={(event) => setDay(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // It adds the day and does not send the form.
            event.preventDefault();
            add();
          }}
        />
        <Button size="medium" disabled={day === ""} onClick={add}>
          {t("addDay")}
        </Button>
      </div>
      {days.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {days.map((date) => (
            <li key={date} className="flex items-center rounded-full bg-sunken ps-3 text-small">
              {named(date)}
              <IconButton
                icon={X}
                size="small"
                label={t("removeDay", { day: named(date) })}
                onClick={() => onChange(days.filter((one) => one !== date))}
              />
            </li>
          ))}
        </ul>
      )}
      {error && <p className={errorClass}>{error}</p>}
    </div>
  );
}
