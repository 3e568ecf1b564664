import { describe, expect, it } from 'vitest';
import { interpretProbe, type ProbeAnswer } from '../probe/interpretProbe.ts';
import { probeCommands } from '../probe/probeCommands.ts';
import { TestServer } from './testServer.ts';

/** Asks the practice server everything that is asked on connecting. */
function probe(server: TestServer) {
  const answers = Object.fromEntries(
    Object.entries(probeCommands).map(([name, template]): [string, ProbeAnswer] => {
      const askedAt = server.now;
      const output = server.execute({ template, values: {}, label: name });
      return [name, { output, askedAt, answeredAt: server.now }];
    }),
  );
  return interpretProbe(answers, server.now);
}

describe('probe of the practice server', () => {
  it.each([4, 5] as const)('tells BlueMind %d and everything the wizards need', (edition) => {
    const facts = probe(new TestServer(edition));
    expect(facts.blueMind.kind).toBe(`bluemind-${String(edition)}`);
    expect(facts.system?.family).toBe('debian');
    expect(facts.hostName).toBe('mail.bluemind.example');
    expect(facts.rootRights).toBe('root');
    expect(facts.tools).toMatchObject({ 'bm-cli': '/usr/sbin/bm-cli', postqueue: '/usr/sbin/postqueue' });
    expect(facts.tools.unexpunge).toBe(edition === 4 ? '/usr/sbin/unexpunge' : null);
    expect(facts.services).toMatchObject({ 'bm-core': 'active', postfix: 'active' });
    expect(facts.mailLog).toMatchObject({ path: '/var/log/mail.log', readable: true });
    expect(facts.mailLog?.files).toHaveLength(3);
    expect(facts.queue).toEqual({
      lifetimeSeconds: 432_000,
      bounceLifetimeSeconds: 432_000,
      messageSizeLimit: 52_428_800,
    });
    expect(facts.retention).toEqual({ days: 7, from: edition === 4 ? 'server' : 'product' });
    expect(facts.technicalDomains).toEqual(['e6e3736c.internal']);
    expect(facts.clock).toMatchObject({ zone: 'UTC', zoneOffsetMinutes: 0 });
    expect(Math.abs(facts.clock?.aheadSeconds ?? 99)).toBeLessThanOrEqual(1);
    expect(facts.disks.map(({ mountedOn }) => mountedOn)).toEqual(['/', '/var']);
    expect(facts.files['/etc/bm/bm-core.tok']).toBe('yes');
    expect(facts.files['/etc/cyrus-partitions']).toBe(edition === 4 ? 'yes' : 'absent');
  });
});
