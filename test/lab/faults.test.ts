import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../src/core/playbook/facts.ts';
import type { DeletedFindings } from '../../src/core/playbooks/restore/findings.ts';
import { StepFailed } from '../../src/main/wizard/stepFailed.ts';
import type { AppError } from '../../src/shared/ipc/errors.ts';
import { eventually } from '../ssh/labSession.ts';
import { pause } from '../ssh/realSshd.ts';
import { AppOnLab, type AppOptions } from './appOnLab.ts';
import { startLab, type Lab } from './lab.ts';
import { technicalDomain } from './labDirectory.ts';
import { message } from './message.ts';
import type { NetworkLink } from './networkLink.ts';
import { whyNoPacketFilter, type PacketFilter } from './packetFilter.ts';
import { whyNoSandbox } from './sandbox.ts';
import { until } from './until.ts';

const reason = whyNoSandbox();
const noFilter = reason === undefined ? whyNoPacketFilter() : undefined;
const packets = `packets that are dropped${noFilter === undefined ? '' : ` (skipped, because ${noFilter})`}`;
const title = `what goes wrong while a step runs${reason === undefined ? '' : ` (skipped, because ${reason})`}`;
const john = 'john@bluemind.net';
const sender = 'user2@domain.net';

/** Noticed within seconds instead of a minute. */
const impatient: AppOptions['surroundings'] = {
  times: { connect: 1500, answer: 3000, keepaliveInterval: 1000, keepaliveCount: 2 },
  reconnectDelaysSeconds: [0.2, 0.5, 1, 1, 2, 2],
};

describe.skipIf(reason !== undefined)(title, () => {
  let lab: Lab;
  let mail: { queueId: string; uid: number; messageId: string };
  let known: Facts;
  const open: AppOnLab[] = [];
  const undo: (() => void)[] = [];
  const wires: PacketFilter[] = [];

  const connect = async (options: AppOptions = {}): Promise<AppOnLab> => {
    const app = await new AppOnLab(lab, { surroundings: impatient, ...options }).connect();
    open.push(app);
    return app;
  };
  const replaceTool = async (name: string, script: string): Promise<() => void> => {
    const restore = await lab.replaceTool(name, script);
    let done = false;
    const once = (): void => {
      if (!done) restore();
      done = true;
    };
    undo.push(once);
    return once;
  };
  const openWire = async (): Promise<PacketFilter> => {
    const wire = await lab.sshWire();
    wires.push(wire);
    return wire;
  };
  const deliver = async (subject: string) => {
    const messageId = `${subject.toLowerCase().replaceAll(/[^a-z]+/g, '-')}@domain.net`;
    const mark = lab.logMark();
    const data = message({ from: sender, to: john, subject, messageId });
    const sent = await lab.sendMail({ from: sender, to: [john], data });
    const queueId = sent.queueId ?? '';
    const line = await lab.waitForLog(
      new RegExp(`${queueId}: to=.*status=sent \\(.* \\(\\) (\\d+)\\]\\)`),
      mark,
    );
    return { queueId, messageId, uid: Number(line[1]) };
  };
  const errorOf = async (walk: Promise<unknown>): Promise<AppError> => {
    const thrown: unknown = await walk.then(
      () => null,
      (error: unknown) => error,
    );
    if (!(thrown instanceof StepFailed))
      throw thrown instanceof Error ? thrown : new Error('it went through');
    return thrown.error;
  };
  const running = (mark: string) => lab.sandbox.processes().filter(({ command }) => command.includes(mark));
  const started = (mark: string) => until(`the command ${mark}`, () => running(mark).length > 0);
  const gone = (mark: string) => until(`the end of ${mark}`, () => running(mark).length === 0);
  const isReady = ({ connection }: AppOnLab) => connection.session.state.kind === 'ready';

  beforeAll(async () => {
    lab = await startLab();
    mail = await deliver('Stays where it is');
    known = { recipient: john, imapUid: String(mail.uid) };
  });
  afterEach(async () => {
    for (const wire of wires.splice(0)) await wire.stop();
    for (const app of open.splice(0)) app.close();
    for (const restore of undo.splice(0)) restore();
  });
  afterAll(async () => {
    await lab?.stop();
  });

  describe('the connection', () => {
    it('killed on the server: said at once, back by itself, nothing left running, the same step works', async () => {
      const app = await connect();
      const restore = await replaceTool('bm-cli', 'exec sleep 40001');
      const step = errorOf(app.step('history/by-uid', known));
      await started('sleep 40001');
      await lab.ssh.killSessions();
      const error = await step;
      expect(error.message).toMatchObject({ key: 'ssh:error.connection-lost', values: { server: 'Lab' } });
      restore();
      await eventually('the connection', () => isReady(app));
      await gone('sleep 40001');
      expect((await app.step('history/by-uid', known)).verdict.id).toBe('history.still-there');
      expect(app.connection.records.filter(({ outcome }) => outcome === 'connection-lost')).toHaveLength(1);
    });

    it('killed under a change: it is not repeated, not broken off, and its effect can be checked', async () => {
      const app = await connect();
      lab.setCore({ mapsWorkMs: 0, mapsPauseMs: 0 });
      const { facts } = await app.step('maps/check-address', { recipient: john });
      // Stays in place to the end: taken away once the sleep is over, the real one behind it would be gone before it is started.
      await replaceTool('bm-cli', 'sleep 4.004; exec $REAL "$@"');
      const step = errorOf(app.step('maps/regenerate', facts));
      await started('sleep 4.004');
      await lab.ssh.killSessions();
      const error = await step;
      expect(error.message.key).toBe('ssh:error.connection-lost');
      expect(error.notes).toContainEqual({ key: 'servers-main:change-uncertain' });
      await eventually('the connection', () => isReady(app));
      await gone('sleep 4.004');
      const verified = await app.step('maps/verify', facts);
      expect(verified.verdict.id).toBe('maps.verified');
      const changes = app.connection.records.filter(({ effect }) => effect === 'changes');
      expect(changes.map(({ templateId, outcome }) => [templateId, outcome])).toEqual([
        ['maps.regenerate', 'connection-lost'],
      ]);
    });

    it('frozen for 5 s: nobody notices but the clock', async () => {
      const link = await lab.sshLink();
      const app = await connect({ port: link.port, surroundings: { reconnectDelaysSeconds: [0.2] } });
      link.freeze();
      const begun = performance.now();
      const step = app.step('history/by-uid', known);
      setTimeout(() => link.thaw(), 5000);
      expect((await step).verdict.id).toBe('history.still-there');
      expect(performance.now() - begun).toBeGreaterThan(4500);
      expect(app.connection.states.map(({ kind }) => kind)).not.toContain('lost');
    });

    it('frozen for good: noticed by keepalive, given up with the reason; nothing is left once the way is clear', async () => {
      const link: NetworkLink = await lab.sshLink();
      const app = await connect({
        port: link.port,
        surroundings: { ...impatient, reconnectDelaysSeconds: [0.2, 0.5] },
      });
      const restore = await replaceTool('bm-cli', 'exec sleep 40002');
      const step = errorOf(app.step('history/by-uid', known));
      await started('sleep 40002');
      link.freeze();
      expect((await step).message.key).toBe('ssh:error.connection-lost');
      await eventually('giving up', () => app.connection.session.state.kind === 'closed');
      expect(app.connection.session.state).toMatchObject({
        reason: { kind: 'gave-up', attempts: 2, message: { key: 'ssh:error.timeout' } },
      });
      const later = await errorOf(app.step('history/by-uid', known));
      expect(later.message.key).toBe('ssh:error.not-connected');
      restore();
      link.thaw();
      await app.connect();
      await gone('sleep 40002');
      expect((await app.step('history/by-uid', known)).verdict.id).toBe('history.still-there');
    });

    it('ended by the user: the command on the server ends too', async () => {
      const app = await connect();
      await replaceTool('bm-cli', 'exec sleep 40003');
      const step = errorOf(app.step('history/by-uid', known));
      await started('sleep 40003');
      app.close();
      expect((await step).message.key).toMatch(/^ssh:error\.(connection-lost|cancelled)$/);
      await gone('sleep 40003');
    });

    it('gone because the server rebooted between two steps: the next one goes on where the last one ended', async () => {
      const app = await connect();
      const { facts } = await app.step('maps/check-address', { recipient: john, messageId: mail.messageId });
      await lab.reboot();
      await eventually('the connection', () => isReady(app), 30_000);
      const traced = await app.step('trace/find-in-logs', facts);
      expect(traced.verdict.id).toBe('trace.delivered');
      expect((await app.step('history/by-uid', traced.facts)).verdict.id).toBe('history.still-there');
    });
  });

  describe.skipIf(noFilter !== undefined)(packets, () => {
    it('for 5 s: the session outlives them with the times the app has, and the answer comes', async () => {
      const wire = await openWire();
      const app = await connect({ surroundings: {} });
      await replaceTool('bm-cli', 'sleep 1.5; exec $REAL "$@"');
      const step = app.step('history/by-uid', known);
      await started('sleep 1.5');
      await wire.drop();
      // Asked while nothing passes: TCP has to carry it over later.
      const other = app.step('queue/list', { recipient: john });
      await pause(5000);
      await wire.pass();
      expect((await step).verdict.id).toBe('history.still-there');
      expect((await other).verdict.id).toBe('queue.empty');
      expect(app.connection.states.map(({ kind }) => kind)).not.toContain('lost');
      expect(new Set(app.connection.records.map(({ outcome }) => outcome))).toEqual(new Set(['ended']));
    });

    it('for good: noticed, tried again, given up with the reason; the server is clean without us, and after us', async () => {
      const wire = await openWire();
      const app = await connect({ surroundings: { ...impatient, reconnectDelaysSeconds: [0.2, 0.5] } });
      const back = [
        await replaceTool('bm-cli', 'exec sleep 40006'),
        await replaceTool(
          'postqueue',
          // With pauses: sshd 9.2 looks after its client only when nothing else happened for ClientAliveInterval.
          `exec perl -e '$| = 1; for (;;) { print "row 40007\n"; sleep 5 }'`,
        ),
      ];
      const steps = [
        errorOf(app.step('history/by-uid', known)),
        errorOf(app.step('queue/list', { recipient: john })),
      ];
      await started('sleep 40006');
      await started('row 40007');
      await wire.drop();
      for (const error of await Promise.all(steps)) {
        expect(error.message).toMatchObject({ key: 'ssh:error.connection-lost', values: { server: 'Lab' } });
      }
      await eventually('giving up', () => app.connection.session.state.kind === 'closed', 30_000);
      expect(app.connection.states).toContainEqual(
        expect.objectContaining({ kind: 'lost', reason: 'no-answer' }),
      );
      expect(app.connection.session.state).toMatchObject({
        reason: { kind: 'gave-up', attempts: 2, message: { key: 'ssh:error.timeout' } },
      });
      expect((await errorOf(app.step('history/by-uid', known))).message.key).toBe('ssh:error.not-connected');

      // What talks dies with sshd's own patience, nothing having passed since.
      await until('the end of row 40007', () => running('row 40007').length === 0, 60_000);
      for (const restore of back) restore();
      await wire.pass();
      // What was silent cannot know; it is ended by the first thing the app does when it is back.
      await app.connect();
      expect(running('sleep 40006')).toEqual([]);
      const { facts } = await app.step('maps/check-address', { recipient: john, imapUid: String(mail.uid) });
      expect((await app.step('history/by-uid', facts)).verdict.id).toBe('history.still-there');
    });
  });

  describe('the command', () => {
    it('that never ends is ended after its time, or when the user says so', async () => {
      const [app, other] = [await connect(), await connect()];
      await replaceTool('postconf', 'exec sleep 40004');
      await replaceTool('bm-cli', 'exec sleep 40005');
      const [timedOut, cancelled] = await Promise.all([
        app.step('queue/list', {}),
        (async () => {
          const abort = new AbortController();
          const step = other.step('history/by-uid', known, abort.signal).then(
            () => 'answered',
            () => 'cancelled',
          );
          await started('sleep 40005');
          abort.abort();
          return await step;
        })(),
      ]);
      expect(cancelled).toBe('cancelled');
      // Without its times the queue is still a queue, and what is missing is said.
      expect(timedOut.verdict.id).toBe('queue.empty');
      expect(timedOut.outputs.find(({ command }) => command === 'queue.times')?.output.timedOut).toBe(true);
      expect(timedOut.problems).toMatchObject([
        { key: 'servers-main:command.timed-out', values: { seconds: expect.closeTo(30, -1) as number } },
      ]);
      expect(app.connection.records.map(({ outcome }) => outcome)).toContain('timed-out');
      await gone('sleep 4000');
    });

    it('that never stops talking is cut off, and what came is not taken for an answer', async () => {
      const app = await connect();
      await replaceTool('bm-cli', 'exec yes "| no table at all"');
      const step = await app.step('history/by-uid', known);
      expect(step.outputs[0]?.output.truncated).toBe(true);
      expect(step.outputs[0]?.output.stdout.length).toBeLessThanOrEqual(4 * 1024 * 1024);
      expect(step.verdict.level).toBe('unknown');
      expect(step.problems.map(({ key }) => key)).toEqual(['servers-main:command.cut-off']);
      expect(app.connection.records.at(-1)?.outcome).toBe('cut-off');
      await gone('no table at all');
    });

    it('that answers in pieces is understood all the same, letters cut in half included', async () => {
      const subject = 'Größenänderung für Łódź';
      const gone1 = await deliver(subject);
      const imap = await lab.imap('john');
      await imap.expunge('INBOX', gone1.uid);
      await imap.close();
      const box: Facts = { recipient: john, login: 'john', technicalDomain };
      const whole = await connect();
      const expected = (await whole.step('restore/list-deleted', box)).findings as unknown as DeletedFindings;
      expect(expected.messages).toHaveLength(1);
      const inPieces = `"$REAL" "$@" | perl -e '$| = 1; while (sysread(STDIN, $part, 7)) { print $part; select undef, undef, undef, 0.005 }'`;
      await replaceTool('unexpunge', inPieces);
      await replaceTool('postqueue', inPieces);
      const link = await lab.sshLink();
      link.trickle(61, 1);
      const app = await connect({ port: link.port, surroundings: { reconnectDelaysSeconds: [] } });
      const pieces = (await app.step('restore/list-deleted', box)).findings as unknown as DeletedFindings;
      expect(pieces.messages).toEqual(expected.messages);
      const diagnosis = await app.diagnose({ recipient: john, messageId: mail.messageId });
      expect(diagnosis.verdict.id).toBe('history.still-there');
    });
  });

  describe('a clock that is an hour off', () => {
    afterAll(async () => {
      await lab.setClock(0);
    });

    it('is told by the probe, and mail is still found and judged', async () => {
      await lab.setClock(3600);
      const app = await connect();
      expect(Math.abs((app.facts.clock?.aheadSeconds ?? 0) - 3600)).toBeLessThan(10);
      const late = await deliver('From an hour ahead');
      const diagnosis = await app.diagnose({ recipient: john, messageId: late.messageId });
      expect(diagnosis.verdict.id).toBe('history.still-there');
      lab.renameUser('john', 'johnny@bluemind.net');
      lab.setCore({ mapsWorkMs: 0, mapsPauseMs: 0 });
      const stale = await app.step('maps/check-address', { recipient: 'johnny@bluemind.net' });
      expect(stale.verdict.id).toBe('maps.stale');
      const begun = await app.step('maps/regenerate', stale.facts);
      expect((await app.step('maps/verify', begun.facts)).verdict.id).toBe('maps.verified');
    });
  });

  it('has left no command behind', async () => {
    await until('the end of all sessions', () => lab.ssh.commands().length === 0);
    expect(running('sleep 4000')).toEqual([]);
  });
});
