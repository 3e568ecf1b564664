import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Evidence, Remedy, Verdict } from '../../playbook/verdict.ts';
import type { MapsFindings } from './findings.ts';
import { answerOf, freshMapsRun, linkOf, aliasTargets, mapsWrittenAt } from './readMaps.ts';

/** Are the maps newer than before, and is the address in them now? The age decides, not what the task said. */
export function judgeVerify(reading: Reading, context: StepContext): StepResult {
  const address = context.facts.recipient?.trim() ?? '';
  const before = Number(context.facts.mapsTime ?? '0');
  const written = mapsWrittenAt(reading.outputs);
  const run = freshMapsRun(reading.outputs);
  const alias = answerOf(reading.outputs, 'virtual_alias', address);
  const verdict = conclude({ address, before, written, run, alias: alias.kind });
  const targets = aliasTargets(reading.outputs, address);
  const findings: MapsFindings & Record<string, unknown> = {
    view: 'maps',
    address,
    chain: [
      linkOf(reading.outputs, 'virtual_alias', address),
      ...targets.flatMap((target) => [
        linkOf(reading.outputs, 'virtual_mailbox', target),
        linkOf(reading.outputs, 'transport', target),
      ]),
    ],
    writtenAt: written === null ? null : new Date(written * 1000).toISOString(),
    user: null,
  };
  return {
    verdict,
    findings,
    learned: written === null ? {} : { mapsTime: String(written) },
    next: verdict.remedies,
  };
}

interface Facts {
  readonly address: string;
  readonly before: number;
  readonly written: number | null;
  readonly run: ReturnType<typeof freshMapsRun>;
  readonly alias: 'found' | 'not-found' | 'error' | 'unknown';
}

function conclude({ address, before, written, run, alias }: Facts): Verdict {
  const newer = written !== null && written > before;
  const evidence: readonly Evidence[] = run.failures.map(({ line, text }) => ({
    file: '/var/log/bm/core.log',
    line,
    text,
  }));
  const verdict = (
    id: string,
    level: Verdict['level'],
    remedies: readonly Remedy[],
    confidence: Verdict['confidence'] = 'certain',
  ): Verdict => ({
    level,
    id: `maps.${id}`,
    because: {
      key: `maps:verdict.${id}`,
      values: {
        address,
        subject: run.failures[0]?.subject ?? '',
        at: written === null ? '' : new Date(written * 1000).toISOString(),
      },
    },
    details: [],
    evidence,
    confidence,
    whoActs: level === 'ok' ? 'nobody' : 'you',
    remedies,
  });
  const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `maps:remedy.${key}` } });
  if (newer && alias === 'found') {
    return verdict('verified', 'ok', [
      advice('send-test'),
      { kind: 'wizard', wizard: 'queue', text: { key: 'maps:remedy.queue' } },
    ]);
  }
  if (run.run === 'failed') return verdict('write-failed', 'problem', [advice('mend-server')]);
  if (written === null) return verdict('unreadable', 'unknown', [advice('rights')]);
  if (!newer)
    return verdict('unchanged', 'problem', [advice('read-core-log'), advice('regenerate-in-console')]);
  return verdict('written-without', 'problem', [advice('compare-in-console'), advice('add-alias')]);
}
