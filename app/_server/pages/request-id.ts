import { headers } from "next/headers";
import { newRequestId } from "#lib/core/ids.ts";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";

/** The id that the proxy gave this request; the proxy overwrites what a client sends. */
export const requestId = async () => (await headers()).get(REQUEST_ID_HEADER) ?? newRequestId();
