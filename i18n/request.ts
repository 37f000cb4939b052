import { getRequestConfig } from "next-intl/server";
import messages from "./en.json" with { type: "json" };

export default getRequestConfig(async () => ({ locale: "en", timeZone: "UTC", messages }));
