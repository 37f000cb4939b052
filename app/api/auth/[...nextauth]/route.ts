import NextAuth from "next-auth";
import { authOptions } from "#app/_server/routes/auth-options.ts";
import { authRoute } from "#app/_server/routes/auth-route.ts";
import { methods } from "#app/_server/routes/methods.ts";

const handler = authRoute((request, route) =>
  NextAuth(request as never, route as never, authOptions(request)),
);

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: handler,
  POST: handler,
});
