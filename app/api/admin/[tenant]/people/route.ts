import { memberRoute } from "#app/_server/routes/member-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { listPeople } from "#lib/people/list-people.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: memberRoute({ permission: "people:read" }, ({ ctx }, { query }) =>
    listPeople(ctx, { query: query.get("q") ?? undefined, before: query.get("before") ?? undefined }),
  ),
});
