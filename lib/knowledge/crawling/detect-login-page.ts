const HOSTS = /^(?:log-?in|sign-?in|auth|accounts?|sso|idp?)\./i;
const PATHS =
  /(?:^|\/)(?:log-?in|log-?on|sign-?in|sign_in|sso|saml2?|oauth2?|wp-login|userlogin|authenticate|authorize)(?:\.\w+)?(?:\/|$)/i;

/** Whether a page that leads from one address to the other wants its reader to sign in first. */
export function isLoginPage(from: string, to: string): boolean {
  return looksLikeSignIn(to) && !looksLikeSignIn(from);
}

function looksLikeSignIn(address: string): boolean {
  const { hostname, pathname } = new URL(address);
  return HOSTS.test(hostname) || PATHS.test(pathname);
}
