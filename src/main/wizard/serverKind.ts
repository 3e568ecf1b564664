import type { ServerKind } from '../../core/playbook/model.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { ServerFacts } from '../../core/probe/serverFacts.ts';

const generations = { 'bluemind-4': 4, 'bluemind-5': 5, none: null, unknown: null } as const;

/** What playbooks need to know of a probed server. */
export function serverKind(
  { name, apiKey }: Pick<ServerProfile, 'name' | 'apiKey'>,
  { blueMind, tools }: ServerFacts,
): ServerKind {
  const found = Object.entries(tools).flatMap(([tool, path]) =>
    path == null ? [] : [[tool, path] as const],
  );
  return {
    name,
    blueMind: generations[blueMind.kind],
    toolPaths: Object.fromEntries(found),
    hasApiKey: apiKey === 'ask',
  };
}

/** Where outputs come from somebody's hands; the user may know what kind of server it was. */
export function handedServerKind(blueMind: 4 | 5 | undefined): ServerKind | null {
  return blueMind === undefined ? null : { name: '', blueMind };
}
