import { runCommand } from "#cli/run-command.ts";
import { closeStorage } from "#db/storage.ts";
import { setOperator } from "#lib/auth/account/set-operator.ts";
import { email as emailAddress } from "#lib/auth/schema.ts";
import { resetSecondFactor } from "#lib/auth/second-factor/remove-second-factor.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { planLimitsText } from "#lib/core/plan-limits.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { listProcesses } from "#lib/instance/list-processes.ts";
import { dispatchModes, type InstanceChange, instanceChange } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import { type PlanInput, planInput, plans } from "#lib/quotas/schema.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";

const usage = `Usage: npm run instance [-- --dispatch ${dispatchModes.join("|")} | --operator EMAIL | --no-operator EMAIL | --reset-second-factor EMAIL
       | --limits LIMITS | --plan SLUG PLAN[,LIMITS]]
Shows the settings of this instance and its running processes. Options:
  --dispatch MODE              sets how answers are processed by default
  --operator EMAIL             gives an account access to /ops
  --no-operator EMAIL          removes that access
  --reset-second-factor EMAIL  turns off two-factor authentication for an account and signs it out everywhere
  --limits LIMITS              sets the limits of the standard plan, such as documents=5000,storageBytes=none;
                               limits not named return to PLAN_LIMITS or the defaults
  --plan SLUG PLAN[,LIMITS]    sets the plan of a workspace (${plans.join(" or ")}) and limits that differ from it
`;

/** Works on the database directly, as the app's login: DATABASE_URL, or DATA_DIR while no server runs. */
await runCommand(async () => {
  const change = readChange(process.argv.slice(2));
  if (!change) {
    process.stderr.write(usage);
    return 2;
  }
  const operator = sealOperator();
  try {
    if (change.settings) await updateInstance(operator, change.settings);
    if (change.lost && !(await resetSecondFactor(operator, change.lost))) {
      process.stderr.write(`No account with the email ${change.lost} uses two-factor authentication.\n`);
      return 1;
    }
    if (change.account && !(await setOperator(operator, change.account.email, change.account.isOperator))) {
      process.stderr.write(`There is no account with the email ${change.account.email}.\n`);
      return 1;
    }
    if (change.plan) {
      const tenantId = await findTenant(operator, change.plan.slug);
      if (!tenantId) {
        process.stderr.write(`There is no workspace "${change.plan.slug}".\n`);
        return 1;
      }
      await updatePlan(operator, tenantId, change.plan.input);
    }
    const { dispatch, workers } = await getInstance(operator);
    const living = (await listProcesses(operator)).filter(({ isAlive }) => isAlive);
    const lines = living.map(
      ({ role, version, startedAt, turnsInFlight, streams, memoryMb }) =>
        `  ${role} ${version}, started ${startedAt.toISOString()}, answers ${turnsInFlight}, streams ${streams}, memory ${memoryMb} MB`,
    );
    process.stdout.write(
      `${[`Dispatch: ${dispatch}. Processes: ${living.length} (running jobs: ${workers}).`, ...lines].join("\n")}\n`,
    );
    return 0;
  } finally {
    await closeStorage();
  }
});

type Change = {
  settings?: InstanceChange;
  account?: { email: string; isOperator: boolean };
  /** Whose second factor is lost. */
  lost?: string;
  plan?: { slug: string; input: PlanInput };
};

function readChange(args: string[]): Change | null {
  if (args.length === 0) return {};
  const [name, value = "", ...more] = args;
  if (name === "--plan") return readPlan(value, more);
  if (more.length > 0) return null;
  if (name === "--operator" || name === "--no-operator") {
    const email = emailAddress.safeParse(value).data;
    return email ? { account: { email, isOperator: name === "--operator" } } : null;
  }
  if (name === "--reset-second-factor") {
    const lost = emailAddress.safeParse(value).data;
    return lost ? { lost } : null;
  }
  if (name === "--limits") {
    const planLimits = planLimitsText.safeParse(value).data;
    return planLimits ? { settings: { planLimits } } : null;
  }
  const settings = name === "--dispatch" ? instanceChange.safeParse({ dispatch: value }).data : undefined;
  return settings ? { settings } : null;
}

function readPlan(slug: string, [text = "", ...more]: string[]): Change | null {
  const [plan, ...limits] = text.split(",");
  const input = planInput.safeParse({
    plan,
    limits: planLimitsText.safeParse(limits.join(",")).data ?? null,
  });
  return slug && more.length === 0 && input.success ? { plan: { slug, input: input.data } } : null;
}
