import type { Case, CaseEntry } from '../../../../core/case/case.ts';
import { factNames } from '../../../../core/playbook/facts.ts';
import { symptomIds } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import { paths } from '../../app/paths.ts';
import { findServer, useServers } from '../servers/serverStore.ts';
import { startOver, useCase } from '../wizard/caseStore.ts';
import { isInnerFact } from '../wizard/innerFacts.ts';
import { diagnosisOfCase } from './diagnosisOfCase.ts';

/** Facts only other steps use: not typed by anybody, so they come back as found. */
const foundFacts = new Set(['login', 'technicalDomain', 'serverUid', 'mapsTime', 'retentionDays']);

/** Takes a case up again where it was left; the address of the page to go on at, Home when nothing was begun. */
export function resumeCase(found: Case): string {
  const { id, facts, entries } = found;
  startOver();
  const about = facts.recipient?.trim().toLowerCase() ?? '';
  const last = entries.at(-1);
  const reported = symptomIds.find((symptom) => symptom === last?.symptom);
  const known = factNames.flatMap((fact) => {
    const value = facts[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
  useCase.setState({
    thrownAway: null,
    caseId: id,
    wizard: last?.playbook ?? null,
    symptom: null,
    ...(reported === undefined ? {} : { reported, diagnosis: diagnosisOfCase(found, reported) }),
    ...sourceOf(last),
    currentStep: last === undefined ? {} : { [last.playbook]: last.step },
    entered: Object.fromEntries(known.filter(([fact]) => !foundFacts.has(fact) && !isInnerFact(fact))),
    learned: Object.fromEntries(
      known
        .filter(([fact]) => foundFacts.has(fact))
        .map(([fact, value]) => [fact, { value, wizard: 'case', step: '', about }]),
    ),
  });
  if (reported !== undefined) return paths.diagnosis;
  return last === undefined ? paths.home : paths.wizard(last.playbook);
}

/** Where the last answer came from, as far as it is still there: files and pasted text are not kept, servers may be removed. */
function sourceOf(last: CaseEntry | undefined): Partial<ReturnType<typeof useCase.getState>> {
  if (last?.sourceKind === 'sample') return { sourceKind: 'sample' };
  const { servers: known } = useServers.getState();
  const servers = (last?.servers ?? []).filter((one) => known === null || findServer(known, one) !== null);
  return servers.length === 0 ? {} : { sourceKind: 'server', servers };
}
