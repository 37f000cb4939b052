/** What a workspace's audit log can hold: `subject.what-happened`. */
export const auditActions = [
  "workspace.created",
  "workspace.changed",
  "member.joined",
  "member.role-changed",
  "member.removed",
  "invitation.made",
  "invitation.withdrawn",
  "key.made",
  "key.revoked",
  "chatbot.made",
  "chatbot.changed",
  "chatbot.deleted",
  "source.added",
  "source.changed",
  "source.deleted",
  "budget.changed",
  "price.changed",
  "person.entitlement-changed",
  "code.made",
  "code.withdrawn",
] as const;
export type AuditAction = (typeof auditActions)[number];
