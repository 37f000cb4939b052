/** Empty on purpose: without this file Next would use the parent folder's. */
export function register(): void {}
