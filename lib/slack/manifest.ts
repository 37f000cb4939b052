/** What the app may do in Slack. Each is used: see docs/check-ins.md. */
export const botScopes = [
  "chat:write",
  "chat:write.public",
  "commands",
  "im:write",
  "im:history",
  "users:read",
] as const;

/**
 * The manifest from which a Slack app for this instance is created
 * (docs.slack.dev/reference/app-manifest).
 * @param url of the instance, without a slash at the end
 */
export function slackManifest(url: string): object {
  return {
    display_information: {
      name: "Parley Check-ins",
      description: "Asks people for updates at their local time and shares them with the team.",
      background_color: "#1f2937",
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: "Parley", always_online: true },
      slash_commands: [
        {
          command: "/checkin",
          url: `${url}/api/slack/command`,
          description: "Submit your update, or get help",
          usage_hint: "answer | ask | help",
          should_escape: true,
        },
      ],
    },
    oauth_config: { redirect_urls: [`${url}/api/slack/callback`], scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: {
        request_url: `${url}/api/slack/events`,
        bot_events: ["app_uninstalled", "message.im", "tokens_revoked", "user_change"],
      },
      interactivity: { is_enabled: true, request_url: `${url}/api/slack/interactive` },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
