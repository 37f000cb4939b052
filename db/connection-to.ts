/**
 * Returns node-postgres' options for a connection URL. `sslmode` has the same meaning as in Postgres' own
 * programs: `require` encrypts, `verify-full` also checks the certificate.
 */
export function connectionTo(url: string): { connectionString: string } {
  const parsed = new URL(url);
  if (parsed.searchParams.has("sslmode") && !parsed.searchParams.has("uselibpqcompat"))
    parsed.searchParams.set("uselibpqcompat", "true");
  return { connectionString: parsed.toString() };
}
