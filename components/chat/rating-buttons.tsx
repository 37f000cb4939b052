"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { AnswerFeedback } from "./use-feedback.ts";

const icons = { up: ThumbsUp, down: ThumbsDown };

export function RatingButtons({ feedback }: { feedback: AnswerFeedback }) {
  const t = useTranslations("chat.feedback");
  const { current, buttons, press } = feedback;
  return (["up", "down"] as const).map((rating) => (
    <IconButton
      key={rating}
      ref={(element) => {
        buttons.current[rating] = element;
      }}
      icon={icons[rating]}
      label={t(rating)}
      aria-pressed={current?.rating === rating}
      onClick={() => press(rating)}
    />
  ));
}
