import { z } from "zod";
import { chatbotRoute } from "#app/_server/routes/chatbot-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { redeemAccessCode } from "#lib/people/redeem-access-code.ts";

const body = z.object({
  chatbot: z.string().min(1).max(64),
  code: z.string().trim().min(1, "Enter the code.").max(40),
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: chatbotRoute({ limit: "account", body }, ({ ctx }, { body: { code } }) =>
    redeemAccessCode(ctx, sealOperator(), code),
  ),
});
