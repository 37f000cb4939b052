import pg from "pg";
import { expect, it } from "vitest";
import { connectionTo } from "./connection-to.ts";

const sslOf = (url: string) => (new pg.Client(connectionTo(url)) as unknown as { ssl: unknown }).ssl;

it("encrypts as libpq does: sslmode=require checks no certificate, verify-full does, none asks for none", () => {
  expect(sslOf("postgres://a:b@db.example/x?sslmode=require")).toMatchObject({ rejectUnauthorized: false });
  expect(sslOf("postgres://a:b@db.example/x?sslmode=verify-full")).not.toMatchObject({
    rejectUnauthorized: false,
  });
  expect(sslOf("postgres://a:b@db.example/x")).toBe(false);
});
