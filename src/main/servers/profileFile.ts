import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { serverProfileSchema } from '../../core/ssh/profile.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';

/** Profiles as a file that can be handed on. They hold no secrets; those lie elsewhere and stay there. */
const profileFile = z.object({
  schema: z.literal('mailtriage.servers/1'),
  servers: z.array(z.unknown()).max(2000),
});

const MAX_BYTES = 16 * 1024 * 1024;

export function writeProfileFile(servers: readonly ServerProfile[]): string {
  return `${JSON.stringify({ schema: 'mailtriage.servers/1', servers }, null, 2)}\n`;
}

/**
 * The profiles of such a file, under new ids and read-only: that changes are allowed is for the owner of each computer to
 * say. Null for a file of another kind. Rejects when it cannot be read.
 */
export async function readProfileFile(
  path: string,
  newId: () => string,
): Promise<readonly ServerProfile[] | null> {
  if ((await stat(path)).size > MAX_BYTES) return null;
  const file = profileFile.safeParse(jsonOf(await readFile(path, 'utf8')));
  if (!file.success) return null;
  const profiles = file.data.servers.flatMap((server) => serverProfileSchema.safeParse(server).data ?? []);
  if (profiles.length === 0) return null;
  return profiles.map((profile) => ({ ...profile, id: newId(), access: 'read-only' }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
