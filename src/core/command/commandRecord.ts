import { z } from 'zod';

/** One command as the audit log keeps it. Read back from disk, so its shape is a schema. */
export const commandRecordSchema = z.object({
  /** ISO 8601, UTC. */
  time: z.string(),
  server: z.object({ profileId: z.string(), name: z.string(), host: z.string(), user: z.string() }),
  templateId: z.string(),
  /** The line as it was shown and confirmed; passwords are never part of a line. */
  command: z.string(),
  effect: z.enum(['reads', 'changes']),
  /** Who confirmed it; null for commands that only read. */
  confirmedBy: z.string().nullable(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** `refused` commands never reached the server. */
  outcome: z.enum([
    'ended',
    'cancelled',
    'timed-out',
    'cut-off',
    'connection-lost',
    'not-started',
    'refused',
  ]),
  durationMs: z.number(),
  /** The beginning of what came back, without what looks like a secret. */
  firstLines: z.array(z.string()).readonly(),
});
export type CommandRecord = Readonly<z.infer<typeof commandRecordSchema>>;
