import { describe, expect, it } from "vitest";
import { clientAddress, PEER_HEADER } from "./client-address.ts";

const address = (forwarded: string | null, peer: string | null, hops: number) => {
  const headers = new Headers();
  if (forwarded !== null) headers.set("x-forwarded-for", forwarded);
  if (peer !== null) headers.set(PEER_HEADER, peer);
  return clientAddress(headers, { hops, hasOwnServer: peer !== null });
};

describe("clientAddress (RAT-01, RAT-02)", () => {
  it("takes the socket's peer when no proxy is trusted, whatever was forwarded", () => {
    for (const forged of ["1.2.3.4", "1.2.3.4, 5.6.7.8", "x".repeat(100_000), "::1", ""]) {
      expect(address(forged, "203.0.113.9", 0)).toBe("203.0.113.9");
    }
  });

  it("counts trusted hops from the right", () => {
    expect(address("6.6.6.6, 203.0.113.9", "10.0.0.2", 1)).toBe("203.0.113.9");
    expect(address("6.6.6.6, 203.0.113.9, 10.0.0.3", "10.0.0.2", 2)).toBe("203.0.113.9");
    expect(address("6.6.6.6, 203.0.113.9", null, 1)).toBe("203.0.113.9");
  });

  it("puts IPv4-mapped addresses and one IPv6 /64 in one bucket", () => {
    expect(address(null, "::ffff:1.2.3.4", 0)).toBe(address(null, "1.2.3.4", 0));
    expect(address(null, "2001:db8:1:2::1", 0)).toBe(address(null, "2001:DB8:1:2:ffff::9", 0));
    expect(address(null, "2001:db8:1:2::1", 0)).not.toBe(address(null, "2001:db8:1:3::1", 0));
  });

  it("shares one bucket where the address cannot be known", () => {
    expect(address("1.2.3.4", null, 0)).toBe("unknown");
    expect(address("not an address", "10.0.0.1", 1)).toBe("unknown");
    expect(address(null, "10.0.0.1", 3)).toBe("unknown");
  });
});
