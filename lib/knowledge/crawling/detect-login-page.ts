const HOSTS = /^(?:log-?in|sign-?in|auth|accounts?|sso|idp?)\./i;
const PATHS =
  /(?:^|\/)(?:log-?in|log-?on|sign-?in|sign_in|sso|saml2?|oauth2?|wp-login|userlogin|authenticate|authorize)(?:\.\w+)?(?:\/|$)/i;

/** Whether a redirect from one address to the other leads to a login page. */
export function isLoginPage(from: string, to: string): boolean {
  return hasLoginAddress(to) && !hasLoginAddress(from);
}

function hasLoginAddress(address: string): boolean {
  const { hostname, pathname } = new URL(address);
  return HOSTS.test(hostname) || PATHS.test(pathname);
}
