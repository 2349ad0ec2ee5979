import { createHmac } from 'node:crypto';

export interface RoleUrls {
  /** Row-level security by tenant; what requests and lanes use. */
  appUrl: string;
  /** Sees every tenant; only the named entry points of `withPlatform` use it. */
  platformUrl: string;
}

export const rolePassword = (appSecret: string, role: string): string =>
  createHmac('sha256', appSecret).update(`database role ${role}`).digest('base64url');

/**
 * The two login roles' addresses, from the owner's address and the installation's secret.
 * Their passwords are derived, so there is nothing more to configure or to store.
 */
export function roleUrls(ownerUrl: string, appSecret: string): RoleUrls {
  const as = (role: string): string => {
    const url = new URL(ownerUrl);
    url.username = role;
    url.password = rolePassword(appSecret, role);
    return url.toString();
  };
  return { appUrl: as('tiktickets_app'), platformUrl: as('tiktickets_platform') };
}
