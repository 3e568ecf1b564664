import { outputOf } from '../../playbook/collectOutputs.ts';
import type { NamedOutput, PlannedCommand, PlannedWork, StepContext } from '../../playbook/model.ts';
import { probeCommands } from '../../probe/probeCommands.ts';
import { userGet, userGetArchived } from '../bmCliCommands.ts';
import { coreLogTail, mapTimes, MOST_TARGETS, postmapQuery, type MapName } from './commands.ts';
import { aliasTargets, domainOf, freshMapsRun, mapsWrittenAt } from './readMaps.ts';

/** Runs of one template are told apart by map and key. */
export const lookupLabel = (map: MapName, key: string): string => `${map} ${key}`;

export function lookup(map: MapName, key: string): PlannedCommand {
  return { template: postmapQuery, values: { key, map }, label: lookupLabel(map, key) };
}

/** Address to alias, alias to mailbox and transport, and what BlueMind's own directory says about the address. */
export function planCheck(context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  const address = context.facts.recipient?.trim() ?? '';
  const asked = new Set(outputs.map(({ command, label }) => `${command} ${label}`));
  const notAsked = (work: readonly PlannedCommand[]): readonly PlannedCommand[] =>
    work.filter(({ template, label }) => !asked.has(`${template.id} ${label}`));

  const first: PlannedCommand[] = [
    { template: mapTimes, values: {}, label: '' },
    lookup('virtual_domains', domainOf(address)),
    lookup('virtual_alias', address),
  ];
  if (outputs.length === 0) return first;

  const targets = aliasTargets(outputs, address).slice(0, MOST_TARGETS);
  const second = targets.flatMap((target) => [
    lookup('virtual_mailbox', target),
    lookup('transport', target),
  ]);
  // The directory is the slow one, and it is what the maps are compared with; without bm-cli there is nothing to compare.
  const directory: PlannedCommand[] = [{ template: userGet, values: { address }, label: address }];
  const open = notAsked([...second, ...directory]);
  if (open.length > 0) return open;

  const user = outputOf(outputs, userGet.id);
  const noUser = user !== undefined && !user.stdout.includes('{');
  return noUser ? notAsked([{ template: userGetArchived, values: { address }, label: address }]) : [];
}

/** How often, and how long apart, the maps are looked at until they are newer: BlueMind writes them up to 10 s later. */
const LOOKS = 12;
const LOOK_EVERY_MS = 2500;
/** By then the new writing has begun; a failure seen before may be that of an earlier try, minutes ago. */
const LOOKS_UNTIL_BEGUN = 5;

const coreLog = (label: string): PlannedCommand => ({ template: coreLogTail, values: {}, label });
/** The log's times are the server's: what is new in it, the server's own clock tells. */
const clock: PlannedCommand = { template: probeCommands.clock, values: {}, label: 'date' };

/** Waits until the maps are newer than before (or gives up), then looks the address up again. */
export function planVerify(context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  const address = context.facts.recipient?.trim() ?? '';
  const before = Number(context.facts.mapsTime ?? '0');
  const looks = outputs.filter(({ command }) => command === mapTimes.id).length;
  const now = mapsWrittenAt(outputs);
  const look: PlannedCommand = { template: mapTimes, values: {}, label: `${String(looks + 1)}` };
  if (looks === 0) return [look, clock, coreLog('')];
  // Pasted text cannot change by waiting.
  const canWait = outputs.every(({ output }) => output.exitCode !== null);
  // A writing that failed will not make them newer: no use waiting for it.
  const failed = looks >= LOOKS_UNTIL_BEGUN && freshMapsRun(outputs).run === 'failed';
  if ((now === null || now <= before) && !failed && canWait && looks < LOOKS)
    return [{ pauseMs: LOOK_EVERY_MS }, look, coreLog(String(looks + 1))];

  const asked = new Set(outputs.map(({ command, label }) => `${command} ${label}`));
  const rest: PlannedCommand[] = [lookup('virtual_alias', address), coreLog('')];
  const open = rest.filter(({ template, label }) => !asked.has(`${template.id} ${label}`));
  if (open.length > 0) return open;
  return aliasTargets(outputs, address)
    .slice(0, MOST_TARGETS)
    .flatMap((target) => [lookup('virtual_mailbox', target), lookup('transport', target)])
    .filter(({ template, label }) => !asked.has(`${template.id} ${label}`));
}
