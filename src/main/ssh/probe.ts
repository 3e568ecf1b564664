import { interpretProbe } from '../../core/probe/interpretProbe.ts';
import type { ProbeAnswer } from '../../core/probe/interpretProbe.ts';
import { probeCommands, sudoProbe } from '../../core/probe/probeCommands.ts';
import type { ProbeName } from '../../core/probe/probeCommands.ts';
import type { ServerFacts } from '../../core/probe/serverFacts.ts';
import { renderCommand } from '../../core/command/renderCommand.ts';
import type { Session } from './session.ts';

/** Asks a server what it is. Nothing is changed, nothing is asked of the user; what fails stays unknown. */
export async function probeServer(
  session: Session,
  now: () => number,
  signal?: AbortSignal,
): Promise<ServerFacts> {
  const names = Object.keys(probeCommands) as (keyof typeof probeCommands)[];
  const asksSudo = session.profile.sudo !== 'none' && session.profile.user !== 'root';
  const answers = await Promise.all(
    [...names, ...(asksSudo ? (['sudo'] as const) : [])].map(async (name: ProbeName) => {
      const rendered = renderCommand(
        name === 'sudo' ? sudoProbe : probeCommands[name],
        {},
        session.elevation,
      );
      if (!rendered.ok) return [name, undefined] as const;
      const askedAt = now();
      const result = await session.exec(rendered.command, { signal });
      if (!result.ok) return [name, undefined] as const;
      // Waiting for a free channel is no part of the answer's time.
      const { durationMs } = result.value;
      const answeredAt = now();
      const answer: ProbeAnswer = {
        output: result.value,
        askedAt: Math.max(askedAt, answeredAt - durationMs),
        answeredAt,
      };
      return [name, answer] as const;
    }),
  );
  return interpretProbe(
    Object.fromEntries(answers.flatMap(([name, answer]) => (answer === undefined ? [] : [[name, answer]]))),
    now(),
  );
}
