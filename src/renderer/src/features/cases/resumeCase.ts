import type { Case } from '../../../../core/case/case.ts';
import { factNames } from '../../../../core/playbook/facts.ts';
import { startOver, useCase } from '../wizard/caseStore.ts';
import { isInnerFact } from '../wizard/innerFacts.ts';

/** Facts only other steps use: not typed by anybody, so they come back as found. */
const foundFacts = new Set(['login', 'technicalDomain', 'serverUid', 'mapsTime', 'retentionDays']);

/** Takes a case up again where it was left; the wizard to go on with, null when none was begun. */
export function resumeCase({ id, facts, entries }: Case): string | null {
  startOver();
  const about = facts.recipient?.trim().toLowerCase() ?? '';
  const last = entries.at(-1);
  const known = factNames.flatMap((fact) => {
    const value = facts[fact];
    return value === undefined ? [] : [[fact, value] as const];
  });
  useCase.setState({
    thrownAway: null,
    caseId: id,
    wizard: last?.playbook ?? null,
    symptom: null,
    currentStep: last === undefined ? {} : { [last.playbook]: last.step },
    entered: Object.fromEntries(known.filter(([fact]) => !foundFacts.has(fact) && !isInnerFact(fact))),
    learned: Object.fromEntries(
      known
        .filter(([fact]) => foundFacts.has(fact))
        .map(([fact, value]) => [fact, { value, wizard: 'case', step: '', about }]),
    ),
  });
  return last?.playbook ?? null;
}
