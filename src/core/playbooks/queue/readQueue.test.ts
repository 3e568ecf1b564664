import { describe, expect, it } from 'vitest';
import { outputFromText } from '../../playbook/collectOutputs.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import type { QueueEntry } from '../../queue/queueEntry.ts';
import { postmapQuery } from '../maps/commands.ts';
import { entriesAskedFor } from './readQueue.ts';

const entry = (queueId: string, address: string): QueueEntry => ({
  queueId,
  queue: 'deferred',
  size: 1,
  arrival: null,
  sender: 'sender@elsewhere.example',
  recipients: [{ address, reason: null, cause: null }],
  forcedExpire: false,
  line: 1,
});
const entries = [
  entry('AAAAA1', 'jdoe@e6e3736c.internal'),
  entry('AAAAA2', '+projet@e6e3736c.internal'),
  entry('AAAAA3', 'other@e6e3736c.internal'),
];
const recipient = 'john.doe@bluemind.example';
const alias = (stdout: string, exitCode: number | null): NamedOutput => ({
  command: postmapQuery.id,
  label: `virtual_alias ${recipient}`,
  output: { ...outputFromText(stdout), exitCode },
});
const ids = (facts: Parameters<typeof entriesAskedFor>[1], outputs: readonly NamedOutput[] = []) =>
  entriesAskedFor(entries, facts, outputs).map(({ queueId }) => queueId);

describe('entriesAskedFor', () => {
  it('finds an address under the name the alias map leads to', () => {
    expect(ids({ recipient }, [alias('jdoe@e6e3736c.internal\n', 0)])).toEqual(['AAAAA1']);
    expect(ids({ recipient }, [alias('jdoe@e6e3736c.internal,other@e6e3736c.internal\n', 0)])).toEqual([
      'AAAAA1',
      'AAAAA3',
    ]);
  });

  it('uses login and technical domain when the case knows them', () => {
    expect(ids({ recipient, login: 'jdoe', technicalDomain: 'e6e3736c.internal' })).toEqual(['AAAAA1']);
  });

  it('takes the same name before the @ when the alias map was not asked, and only then', () => {
    expect(ids({ recipient: 'jdoe@bluemind.example' })).toEqual(['AAAAA1']);
    expect(ids({ recipient: 'projet@bluemind.example' })).toEqual(['AAAAA2']);
    expect(ids({ recipient }, [alias('', 1)])).toEqual([]);
  });

  it('answers with everything when nothing was asked', () => {
    expect(ids({})).toHaveLength(3);
  });
});
