import { versionProbe } from '../bluemind/versionProbe.ts';
import type { VersionProbes } from '../bluemind/versionProbe.ts';
import type { CommandOutput } from '../command/commandOutput.ts';
import { parsePostconf, parsePostfixTime } from '../queue/postconf.ts';
import { parseListedLogs } from '../remoteTrace/searchCommands.ts';
import type { ListedLog } from '../remoteTrace/searchCommands.ts';
import { PROBED_SERVICES, PROBED_TOOLS } from './probeCommands.ts';
import type { ProbeName } from './probeCommands.ts';
import { readDisks } from './readDisks.ts';
import type { ClockFacts, MailLogFacts, ServerFacts } from './serverFacts.ts';

/** One answer with the time it took on this computer's clock; a command that could not be run is absent. */
export interface ProbeAnswer {
  readonly output: CommandOutput;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly answeredAt: number;
}

export type ProbeAnswers = Readonly<Partial<Record<ProbeName, ProbeAnswer>>>;

/** BlueMind keeps deleted mail for 7 days unless told otherwise (sysconf `cyrus_expunged_retention_time`). */
const PRODUCT_RETENTION_DAYS = 7;

/** Total: whatever a server answers becomes facts or stays unknown. */
export function interpretProbe(answers: ProbeAnswers, now: number): ServerFacts {
  const text = (name: ProbeName): string | null => answers[name]?.output.stdout ?? null;
  const succeeded = (name: ProbeName): string | null => {
    const answer = answers[name];
    return answer === undefined || answer.output.exitCode !== 0 ? null : answer.output.stdout;
  };
  const tools = readTools(text('tools'));
  const services = readServices(text('services'));
  const partitions = succeeded('partitions');
  const blueMind = versionProbe(versionProbesOf(answers, tools, services, partitions));
  const settings = parsePostconf(text('settings') ?? '').values;
  const files = readFiles(text('files'));
  const retentionDays = readRetention(succeeded('retention'));
  return {
    probedAt: now,
    system: readSystem(succeeded('system')),
    hostName: firstLine(succeeded('host')),
    rootRights: rootRightsOf(answers),
    blueMind,
    tools,
    services,
    mailLog: mailLogOf(parseListedLogs(text('logs') ?? ''), settings['maillog_file'], files),
    queue: {
      lifetimeSeconds: seconds(settings['maximal_queue_lifetime']),
      bounceLifetimeSeconds: seconds(settings['bounce_queue_lifetime']),
      messageSizeLimit: wholeNumber(settings['message_size_limit']),
    },
    retention:
      retentionDays !== null
        ? { days: retentionDays, from: 'server' }
        : blueMind.kind === 'bluemind-4' || blueMind.kind === 'bluemind-5'
          ? { days: PRODUCT_RETENTION_DAYS, from: 'product' }
          : null,
    technicalDomains: technicalDomainsOf(succeeded('domains'), partitions),
    clock: readClock(answers.clock),
    disks: readDisks(text('disks')),
    files,
  };
}

function firstLine(text: string | null): string | null {
  const line = text?.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? null : line;
}

/** `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"`, `ID=debian`, `ID_LIKE="rhel fedora"` (os-release(5)). */
function readSystem(text: string | null): ServerFacts['system'] {
  if (text === null) return null;
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]{1,40})=["']?([^"']*)["']?\s*$/.exec(line);
    if (match !== null) values.set(match[1] ?? '', match[2] ?? '');
  }
  const name = values.get('PRETTY_NAME') ?? values.get('NAME');
  if (name === undefined || name === '') return null;
  const kinds = `${values.get('ID') ?? ''} ${values.get('ID_LIKE') ?? ''}`;
  if (/debian|ubuntu/.test(kinds)) return { name, family: 'debian' };
  return { name, family: /rhel|fedora|centos/.test(kinds) ? 'red-hat' : 'other' };
}

/** `postqueue /usr/sbin/postqueue`, or the name alone when there is none. */
function readTools(text: string | null): ServerFacts['tools'] {
  const tools: Partial<Record<(typeof PROBED_TOOLS)[number], string | null>> = {};
  for (const line of text?.split('\n') ?? []) {
    const [name, path = ''] = line.split(/ (.*)/s);
    const tool = PROBED_TOOLS.find((one) => one === name);
    if (tool !== undefined) tools[tool] = path.startsWith('/') ? path.trim() : null;
  }
  return tools;
}

/** One word a line, in the order asked (systemctl(1), is-active). Without systemd there are no such lines. */
function readServices(text: string | null): ServerFacts['services'] {
  const words = (text ?? '').split('\n').filter((line) => /^[a-z-]{1,30}$/.test(line));
  if (words.length !== PROBED_SERVICES.length) return {};
  return Object.fromEntries(PROBED_SERVICES.map((service, index) => [service, words[index]]));
}

function versionProbesOf(
  answers: ProbeAnswers,
  tools: ServerFacts['tools'],
  services: ServerFacts['services'],
  partitions: string | null,
): VersionProbes {
  const packages = [answers.debianPackage, answers.redHatPackage].filter((answer) => answer !== undefined);
  const installed = packages.find(({ output }) => output.exitCode === 0 && output.stdout.trim() !== '');
  return {
    ...(packages.length === 0 ? {} : { packageVersion: installed?.output.stdout.trim() ?? null }),
    ...('unexpunge' in tools ? { unexpungePath: tools.unexpunge ?? null } : {}),
    ...('bm-cli' in tools ? { bmCliPath: tools['bm-cli'] ?? null } : {}),
    ...(services['bm-cyrus-imapd'] === undefined ? {} : { cyrusActive: services['bm-cyrus-imapd'] }),
    ...(services['bm-core'] === undefined ? {} : { coreActive: services['bm-core'] }),
    hasCyrusPartitions: partitions === null ? null : partitions.trim() !== '',
  };
}

/** `uid=0(root) gid=0(root) groups=0(root)` (id(1)). */
function rootRightsOf(answers: ProbeAnswers): ServerFacts['rootRights'] {
  if (/^uid=0\(/.test(answers.user?.output.stdout ?? '')) return 'root';
  if (answers.sudo === undefined) return 'none';
  if (answers.sudo.output.exitCode === 0) return 'sudo';
  return /password is required|authentication is required/.test(answers.sudo.output.stderr)
    ? 'with-password'
    : 'none';
}

/** `yes /var/log/mail.log`, `no ...`, `absent ...` */
function readFiles(text: string | null): ServerFacts['files'] {
  const files: Record<string, 'yes' | 'no' | 'absent'> = {};
  for (const line of text?.split('\n') ?? []) {
    const match = /^(yes|no|absent) (\/.*)$/.exec(line);
    if (match !== null) files[match[2] ?? ''] = match[1] as 'yes' | 'no' | 'absent';
  }
  return files;
}

/** The log that was written last is the one in use; `maillog_file` (Postfix 3.4) says it outright. */
function mailLogOf(
  listed: readonly ListedLog[],
  setting: string | undefined,
  files: ServerFacts['files'],
): MailLogFacts | null {
  const current = listed.find(({ path }) => path === '/var/log/mail.log' || path === '/var/log/maillog');
  const path = setting?.startsWith('/') === true ? setting : current?.path;
  if (path === undefined) return null;
  const own = listed.filter(
    (log) => log.path === path || log.path.startsWith(`${path}.`) || log.path.startsWith(`${path}-`),
  );
  const answer = files[path];
  return { path, files: own, readable: answer === undefined ? null : answer === 'yes' };
}

function seconds(value: string | undefined): number | null {
  // postconf(5): the queue lifetimes count days unless a unit is given.
  return value === undefined ? null : parsePostfixTime(value, 'd');
}

function wholeNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** `  expire cmd="/usr/sbin/cyr_expire -E 3 -X 7" at=0401` (BlueMind 4, cyrus.conf): deleted mail is kept 7 days. */
function readRetention(text: string | null): number | null {
  for (const line of text?.split('\n') ?? []) {
    if (line.trimStart().startsWith('#')) continue;
    const days = /cyr_expire[^\n]{0,200}? -X ?(\d{1,4})d?\b/.exec(line)?.[1];
    if (days !== undefined) return Number(days);
  }
  return null;
}

/** Domains of mailbox addresses in Postfix's map; on BlueMind 4 also `partition-bm-master__bluemind_net:...`, as spelt there. */
function technicalDomainsOf(domains: string | null, partitions: string | null): readonly string[] {
  const found = new Set<string>();
  for (const line of domains?.split('\n') ?? []) {
    if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(line)) found.add(line.toLowerCase());
  }
  if (found.size === 0) {
    // Dots became underlines there: only names that BlueMind makes itself (`e6e3736c.internal`) can be read back.
    for (const match of (partitions ?? '').matchAll(
      /^partition-[^:\n]{1,200}__([0-9a-f]{6,16})_internal:/gm,
    )) {
      found.add(`${match[1] ?? ''}.internal`);
    }
  }
  return [...found].sort();
}

/** `1772393132 +0100 CET` */
function readClock(answer: ProbeAnswer | undefined): ClockFacts | null {
  const match = /^(\d{9,11}) ([+-])(\d{2})(\d{2}) (\S{1,40})\s*$/.exec(answer?.output.stdout ?? '');
  if (answer === undefined || match === null) return null;
  const minutes = Number(match[3]) * 60 + Number(match[4]);
  // The server looked at its clock somewhere between question and answer, and prints whole seconds.
  const middle = (answer.askedAt + answer.answeredAt) / 2000;
  const ahead = Math.round(Number(match[1]) + 0.5 - middle);
  return {
    zone: match[5] ?? '',
    zoneOffsetMinutes: match[2] === '-' ? -minutes : minutes,
    aheadSeconds: Object.is(ahead, -0) ? 0 : ahead,
  };
}
