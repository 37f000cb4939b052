import { z } from "zod";

/**
 * A message as Slack's `chat.postMessage` takes it. Texts are in Slack's markup, with what people wrote
 * escaped.
 */
export type SlackMessage = {
  /** Shown in notifications, and in the message if there are no blocks. */
  text: string;
  blocks?: SlackBlock[];
  /** Not sent: what is needed to change the message later. */
  kept?: object;
};

type SlackText = { type: "mrkdwn" | "plain_text"; text: string };
export type SlackButton = {
  type: "button";
  text: SlackText;
  action_id: string;
  value?: string;
  style?: "primary";
};
export type SlackBlock =
  | { type: "section"; text: SlackText }
  | { type: "context"; elements: SlackText[] }
  | { type: "actions"; elements: SlackButton[] };

/** The connection as Studio shows it. */
export type SlackConnection = {
  teamName: string;
  connectedAt: string;
  revokedAt: string | null;
  /** Messages of the last seven days. */
  deliveries: { sent: number; waiting: number; failed: number; unknown: number };
};

/** A message that a person must decide about. */
export type TroubledMessage = {
  id: string;
  /** `unknown`: it may have arrived. */
  state: "failed" | "unknown";
  /** A person's name, or a channel as the team has it. */
  to: string;
  /** In Slack's markup. */
  text: string;
  /** Whether it changes a message that was sent before. */
  isEdit: boolean;
  /** Slack's code. */
  error: string;
  createdAt: string;
};

export const messageDecision = z.object({ action: z.enum(["seen", "send"]) });
export type MessageDecision = z.infer<typeof messageDecision>;

/** Why connecting failed, named in the address of the page that says so. */
export const connectProblems = [
  "denied",
  "expired",
  "taken",
  "other",
  "scopes",
  "organization",
  "unavailable",
] as const;
export type ConnectProblem = (typeof connectProblems)[number];
