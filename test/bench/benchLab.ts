import { appendFileSync, closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { QueueFindings } from '../../src/core/playbooks/queue/findings.ts';
import type { TraceFindings } from '../../src/core/playbooks/trace/findings.ts';
import { SerialQueue } from '../../src/main/ssh/serialQueue.ts';
import { AppOnLab, type WalkedStep } from '../lab/appOnLab.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { message } from '../lab/message.ts';
import { measureWindow, type WindowFigure } from './benchLabWindow.ts';
import { generateLines } from './generateLog.mjs';

/** What was measured; `note` says what came out, so that a fast wrong answer shows. */
interface Figure {
  readonly what: string;
  readonly seconds: number;
  readonly commands: number;
  readonly memoryMiB: number;
  readonly note: string;
}

const queued = 10_000;
const logged = 100_000;
const cases = 20;
const sessions = 8;
const file = new URL('../../docs/measurements-lab.md', import.meta.url);

/**
 * How the app does on real servers under load, on one machine with them: its engine (session, probe, wizard, judges) without a
 * window, and the window itself. Appends the figures to `docs/measurements-lab.md`: `node test/lab/run.mjs ../bench/benchLab`;
 * with the word `window` only those of the window.
 */
export async function main(args: readonly string[], prepareWindow: () => Promise<() => void>): Promise<void> {
  const endDisplay = await prepareWindow();
  const lab = await startLab({ spoolMiB: 512 });
  try {
    const app = await new AppOnLab(lab).connect();
    const onlyWindow = args.includes('window');
    const first = onlyWindow ? [] : await diagnoses(lab, app);
    const took = await lab.fillQueue(queued);
    console.log(`${String(queued)} mails queued in ${(took / 1000).toFixed(0)} s`);
    const listed = onlyWindow ? [] : await longQueue(lab, app);
    const inWindow = await measureWindow(lab, queued);
    await lab.sandbox.run(['postsuper', '-d', 'ALL']);
    const traced = onlyWindow ? [] : await longLog(lab, app);
    app.close();
    report([...first, ...listed, ...traced], inWindow);
  } finally {
    await lab.stop();
    endDisplay();
  }
}

/** Runs it and notes time, commands and the most memory this process held meanwhile, ssh2 and correlator included. */
async function measure(what: string, apps: readonly AppOnLab[], run: () => Promise<string>): Promise<Figure> {
  const commandsSoFar = () => apps.reduce((sum, { connection }) => sum + connection.records.length, 0);
  const before = commandsSoFar();
  let most = process.memoryUsage().rss;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  const begun = performance.now();
  const note = await run();
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(timer);
  const memoryMiB = Math.round(Math.max(most, process.memoryUsage().rss) / 1024 / 1024);
  const figure = { what, seconds, commands: commandsSoFar() - before, memoryMiB, note };
  console.log(`${what}: ${seconds.toFixed(1)} s, ${String(figure.commands)} commands, ${note}`);
  return figure;
}

async function diagnoses(lab: Lab, app: AppOnLab): Promise<readonly Figure[]> {
  const mails: { readonly messageId: string }[] = [];
  const mark = lab.logMark();
  for (let n = 0; n < cases; n += 1) {
    const messageId = `case.${String(n)}@example.org`;
    const to = 'john@bluemind.net';
    const data = message({ from: 'alice@example.org', to, subject: `Case ${String(n)}`, messageId });
    await lab.sendMail({ to: [to], data });
    mails.push({ messageId });
  }
  await lab.waitForLog(new RegExp(`(?:status=sent[^]*?){${String(cases)}}`), mark, 60_000);
  const diagnose = async (with_: AppOnLab, messageId: string): Promise<number> => {
    const begun = performance.now();
    const { verdict } = await with_.diagnose({ recipient: 'john@bluemind.net', messageId });
    if (verdict.id !== 'history.still-there') throw new Error(verdict.id);
    return performance.now() - begun;
  };
  const times: number[] = [];
  const oneByOne = await measure(`${String(cases)} diagnoses, one after the other`, [app], async () => {
    for (const { messageId } of mails) times.push(await diagnose(app, messageId));
    times.sort((a, b) => a - b);
    const at = (share: number) => ((times[Math.floor((times.length - 1) * share)] ?? 0) / 1000).toFixed(2);
    return `4 steps each; ${at(0.5)} s each (median), ${at(1)} s the slowest`;
  });
  // As in the app: bm-cli commands of all sessions with one server take turns.
  const serial = new SerialQueue();
  const apps = Array.from({ length: sessions }, () => new AppOnLab(lab, { surroundings: { serial } }));
  const atOnce = await measure(`${String(sessions)} sessions at once`, apps, async () => {
    const connecting = performance.now();
    await Promise.all(apps.map((one) => one.connect()));
    const connected = ((performance.now() - connecting) / 1000).toFixed(1);
    await Promise.all(apps.map((one, n) => diagnose(one, mails[n]?.messageId ?? '')));
    return `each connects and probes (${connected} s for all) and makes one diagnosis; bm-cli takes turns`;
  });
  for (const one of apps) one.close();
  return [oneByOne, atOnce];
}

async function longQueue(lab: Lab, app: AppOnLab): Promise<readonly Figure[]> {
  const findings = (step: WalkedStep) => step.findings as unknown as QueueFindings;
  const all = await measure(
    `${queued.toLocaleString('en')} queued messages listed and grouped`,
    [app],
    async () => {
      const step = await app.step('queue/list', {});
      const { total, groups } = findings(step);
      if (total !== queued) throw new Error(`${String(total)} of ${String(queued)}`);
      return `${String(groups.length)} group(s), ${step.verdict.id}`;
    },
  );
  const table = await lab.withoutQueueJson();
  const byTable = await measure('the same from the table of `postqueue -p`', [app], async () => {
    const { total } = findings(await app.step('queue/list', {}));
    if (total !== queued) throw new Error(`${String(total)} of ${String(queued)}`);
    return `${total.toLocaleString('en')} messages`;
  });
  table();
  const one = await measure('one recipient among them', [app], async () => {
    const { entries } = findings(await app.step('queue/list', { recipient: 'user3.700@full.example.net' }));
    return `${String(entries.length)} message found`;
  });
  return [all, byTable, one];
}

async function longLog(lab: Lab, app: AppOnLab): Promise<readonly Figure[]> {
  const path = '/var/log/mail.log.1';
  const out = openSync(lab.sandbox.outside(path), 'w');
  // Written at once: what waits to be written would count as the app's memory.
  let pending = '';
  const flush = (): void => {
    writeSync(out, pending);
    pending = '';
  };
  const messageIds = new Set<string>();
  const recipients = new Map<string, number>();
  let lines = 0;
  let bytes = 0;
  generateLines({ bytes: 400_000_000, start: Date.now() - 8 * 86_400_000, seed: 7 }, (line) => {
    if (messageIds.size >= logged) return;
    pending += `${line}\n`;
    if (pending.length > 1_000_000) flush();
    lines += 1;
    bytes += line.length + 1;
    const id = / message-id=<([^>]+)>/.exec(line)?.[1];
    if (id !== undefined) messageIds.add(id);
    const to = / to=<([^>]+)>, relay/.exec(line)?.[1];
    if (to !== undefined) recipients.set(to, (recipients.get(to) ?? 0) + 1);
  });
  flush();
  closeSync(out);
  const messageId = [...messageIds][Math.floor(logged / 2)] ?? '';
  const rare = [...recipients].find(([, count]) => count >= 3 && count <= 10)?.[0] ?? '';
  const size = `${logged.toLocaleString('en')} messages, ${lines.toLocaleString('en')} lines, ${String(Math.round(bytes / 1e6))} MB`;
  console.log(`log of ${size}`);
  const trace = (what: string, facts: Parameters<AppOnLab['step']>[1]) =>
    measure(`${what}, log of ${size}`, [app], async () => {
      const step = await app.step('trace/find-in-logs', facts);
      const { messages } = step.findings as unknown as TraceFindings;
      return `${String(messages.length)} message(s), ${step.verdict.id}`;
    });
  return [
    await trace('traced by message-ID', { messageId }),
    await trace('traced by recipient', { recipient: rare }),
    await trace('a recipient that is not in it', { recipient: 'nobody@nowhere.example' }),
  ];
}

function report(figures: readonly Figure[], inWindow: readonly WindowFigure[]): void {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const machine = `${String(cpus().length)} × ${cpus()[0]?.model ?? '?'}, ${String(Math.round(totalmem() / 1024 ** 3))} GiB, Node ${process.version}`;
  const head = existsSync(file)
    ? ''
    : [
        '# Measurements on real servers',
        '',
        'Made by `npm run bench:lab`: the app against the real Postfix, Cyrus and OpenSSH of the lab, all on one machine. First its',
        'engine (session, probe, wizard, judges) without a window: memory is the most its process held, the lab’s own part in it',
        '(servers run in processes of their own) included. Then the window: the built app in Electron, with the most its main process',
        'and its renderer held (VmRSS). Time includes the servers. Commands are those in the audit log.',
        '',
      ].join('\n');
  const rows = figures.map(
    ({ what, seconds, commands, memoryMiB, note }) =>
      `| ${what} | ${seconds.toFixed(1)} | ${String(commands)} | ${String(memoryMiB)} | ${note} |`,
  );
  const windowRows = inWindow.map(
    ({ what, seconds, commands, mainMiB, rendererMiB, note }) =>
      `| ${what} | ${seconds.toFixed(1)} | ${String(commands)} | ${String(mainMiB)} | ${String(rendererMiB)} | ${note} |`,
  );
  const text = [
    '',
    `## ${new Date().toISOString().slice(0, 10)}, version ${version}`,
    '',
    `${machine}; other work on the machine was not kept away.`,
    '',
    ...(rows.length === 0
      ? []
      : [
          '| what | seconds | commands | memory MiB | outcome |',
          '| --- | ---: | ---: | ---: | --- |',
          ...rows,
          '',
        ]),
    '| what | seconds | commands | main MiB | renderer MiB | outcome |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...windowRows,
    '',
  ].join('\n');
  appendFileSync(file, `${head}${text}`);
}
