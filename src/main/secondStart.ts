import { z } from 'zod';

/** What a second start hands to the first: Chromium itself changes the order of the words. */
const secondStart = z.object({ argv: z.array(z.string()), workingFolder: z.string() });
export type SecondStart = z.infer<typeof secondStart>;

/** Null when it is something else: any program of this user can say it is a second start. */
export function readSecondStart(handed: unknown): SecondStart | null {
  return secondStart.safeParse(handed).data ?? null;
}
