import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { confirmEmail } from "#lib/auth/account/confirm-email.ts";
import { oauthProviders } from "#lib/auth/account/oauth-providers.ts";
import { signIn } from "#lib/auth/account/sign-in.ts";
import { signInWithProvider } from "#lib/auth/account/sign-in-with-provider.ts";
import { SESSION_SECONDS } from "#lib/auth/session/cookie-names.ts";
import { createSession } from "#lib/auth/session/create-session.ts";
import { readDeviceToken } from "#lib/auth/session/device-token.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { secret } from "#lib/core/secrets.ts";
import { hostCookieName, hostCookieOptions } from "../cookies/host-cookie.ts";
import { accountCookie, accountCookieName, accountCookieOptions } from "../cookies/session-cookies.ts";
import { clientAddressOf } from "../http/client-address.ts";
import { isHttps } from "../http/is-https.ts";
import { safePath } from "../http/safe-path.ts";

const PROVIDER_SECONDS = 900;

/**
 * next-auth verifies who someone is: by password, emailed link or provider. The session is a row of ours: the
 * cookie's token holds only the session's id, and every admission reads the row.
 */
export function authOptions(request: Request): NextAuthOptions {
  const { headers } = request;
  const secure = isHttps(headers);
  return {
    secret: secret("NEXTAUTH_SECRET"),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: accountCookieName("session", secure),
        options: accountCookieOptions("session", secure),
      },
      ...providerCookies(secure),
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    logger: {
      error: (code, detail) => log().warn({ code, ...errorFields(detail) }, "sign-in"),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [
      CredentialsProvider({
        id: "password",
        credentials: {},
        authorize: (given: Record<string, unknown> | undefined) => proven(byPassword(headers, given ?? {})),
      }),
      CredentialsProvider({
        id: "link",
        credentials: {},
        authorize: (given: Record<string, unknown> | undefined) => proven(byLink(headers, given ?? {})),
      }),
      ...oauthProviders().map(({ provider }) => provider),
    ],
    callbacks: {
      redirect: async ({ url }) => safePath(url),
      async signIn({ user, account, profile }) {
        if (!account || account.type === "credentials") return true;
        const userId = await signInWithProvider(sealOperator(), account.provider, { ...profile });
        if (!userId) return "/sign-in?error=OAuthAccountNotLinked";
        user.id = userId;
        return true;
      },
      async jwt({ token, user }) {
        if (!user) return token;
        const sid = await createSession(sealOperator(), {
          userId: user.id as Id<"usr">,
          userAgent: headers.get("user-agent") ?? "",
          before: accountCookie(headers, "session"),
        });
        return { sid };
      },
      // GET /api/auth/session returns nothing: pages are rendered on the server, after admission.
      session: async () => ({ expires: "" }),
    },
  };
}

/**
 * The cookies of a sign-in with a provider. With next-auth's own names, another host of the same site
 * could plant a state and finish its sign-in in this browser.
 */
function providerCookies(secure: boolean): NextAuthOptions["cookies"] {
  const { maxAge, ...ofTheBrowser } = hostCookieOptions(secure, PROVIDER_SECONDS);
  const cookie = (name: string, options: object) => ({
    name: hostCookieName(`next-auth.${name}`, secure),
    options: { ...ofTheBrowser, ...options },
  });
  return {
    callbackUrl: cookie("callback-url", {}),
    pkceCodeVerifier: cookie("pkce.code_verifier", { maxAge }),
    state: cookie("state", { maxAge }),
    nonce: cookie("nonce", { maxAge }),
  };
}

async function byPassword(headers: Headers, given: Record<string, unknown>): Promise<Id<"usr">> {
  const device = await readDeviceToken(accountCookie(headers, "device"));
  const { email, password } = given;
  return signIn(sealOperator(), { email, password, address: clientAddressOf(headers), device });
}

async function byLink(headers: Headers, given: Record<string, unknown>): Promise<Id<"usr">> {
  return confirmEmail(sealOperator(), {
    token: given.token,
    password: typeof given.password === "string" ? given.password : undefined,
    proof: accountCookie(headers, "sign_up") ?? undefined,
  });
}

/** next-auth passes an error's message to the page, so only our own errors keep theirs. */
async function proven(who: Promise<Id<"usr">>): Promise<{ id: string }> {
  try {
    return { id: await who };
  } catch (error) {
    if (error instanceof ParleyError) throw new Error(`${error.code}: ${error.message}`);
    log().error(errorFields(error), "sign-in failed");
    throw new Error("internal: Something went wrong. Try again.");
  }
}
