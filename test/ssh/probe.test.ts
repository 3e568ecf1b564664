import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interpretProbe } from '../../src/core/probe/interpretProbe.ts';
import type { ServerFacts } from '../../src/core/probe/serverFacts.ts';
import { probeServer } from '../../src/main/ssh/probe.ts';
import { labSession } from './labSession.ts';
import { LAB_USERS, SshLab } from './realSshd.ts';

let lab: SshLab;
beforeAll(() => {
  lab = new SshLab();
});
afterAll(async () => {
  await lab?.stop();
});

describe('the probe', () => {
  it('finds out on connecting what a real server is, asking nobody and changing nothing', async () => {
    const { port } = await lab.startSshd();
    let facts: ServerFacts = interpretProbe({}, 0);
    const made = labSession(
      lab.folder,
      { port, user: LAB_USERS.free, sudo: 'passwordless', signIn: [{ kind: 'keyFile', path: lab.keyFile }] },
      {
        probe: async (session) => {
          facts = await probeServer(session, () => Date.now());
        },
      },
    );
    expect((await made.session.connect()).ok).toBe(true);
    made.session.disconnect();
    expect(facts.system?.family).toBe('debian');
    expect(facts.hostName?.split('.')[0]).toBe(hostname().split('.')[0]);
    expect(facts.rootRights).toBe('sudo');
    expect(facts.blueMind.kind).toBe('none');
    expect(facts.tools.sudo).toBe('/usr/bin/sudo');
    expect(facts.tools['bm-cli']).toBeNull();
    expect(Math.abs(facts.clock?.aheadSeconds ?? 99)).toBeLessThanOrEqual(2);
    expect(facts.disks.length).toBeGreaterThan(0);
    expect(made.records.every((record) => record.effect === 'reads')).toBe(true);
    expect(made.prompts.asked.map(({ kind }) => kind)).toEqual(['host-key']);
  });
});
