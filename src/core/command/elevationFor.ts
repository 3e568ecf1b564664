import type { Elevation } from './renderCommand.ts';

/**
 * How a signed-in user gets root rights. Without sudo, a command that needs root is run as the user all the same:
 * group membership may be enough, and where it is not, the tool's own refusal says so.
 */
export function elevationFor(user: string, sudo: 'none' | 'ask' | 'passwordless'): Elevation {
  return user === 'root' || sudo === 'none' ? 'direct' : 'sudo';
}
