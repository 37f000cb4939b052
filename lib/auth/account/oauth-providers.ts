import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig } from "next-auth/providers/index";
import { env } from "#lib/core/env.ts";

type Profile = Record<string, unknown>;
export type OAuthProvider = { id: string; name: string; provider: OAuthConfig<Profile> };

/** Returns the providers configured in the environment; none by default. */
export function oauthProviders(): OAuthProvider[] {
  const variables = env();
  const found: OAuthProvider[] = [];
  if (variables.GOOGLE_CLIENT_ID && variables.GOOGLE_CLIENT_SECRET) {
    const keys = { clientId: variables.GOOGLE_CLIENT_ID, clientSecret: variables.GOOGLE_CLIENT_SECRET };
    found.push(named("Google", GoogleProvider(keys)));
  }
  if (variables.OIDC_ISSUER && variables.OIDC_CLIENT_ID && variables.OIDC_CLIENT_SECRET) {
    found.push(
      named(variables.OIDC_NAME, {
        id: "oidc",
        name: variables.OIDC_NAME,
        type: "oauth",
        wellKnown: `${variables.OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
        clientId: variables.OIDC_CLIENT_ID,
        clientSecret: variables.OIDC_CLIENT_SECRET,
        authorization: { params: { scope: "openid email profile" } },
        idToken: true,
        checks: ["pkce", "state", "nonce"],
        profile: (profile: Profile) => ({ id: String(profile.sub) }),
      }),
    );
  }
  return found;
}

function named(name: string, provider: unknown): OAuthProvider {
  const config = provider as OAuthConfig<Profile>;
  return { id: config.id, name, provider: config };
}
