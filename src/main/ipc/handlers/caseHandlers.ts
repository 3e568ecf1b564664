import { writeFile } from 'node:fs/promises';
import { anonymousCase } from '../../../core/case/anonymousCase.ts';
import type { Case } from '../../../core/case/case.ts';
import { caseReport } from '../../../core/report/caseReport.ts';
import type { ReportWords } from '../../../core/report/caseReport.ts';
import type { CallName } from '../../../shared/ipc/channels.ts';
import type { CallInput } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { CaseBook } from '../../cases/caseBook.ts';
import { caseInZone } from '../../cases/caseInZone.ts';
import type { Handlers } from '../answerCall.ts';
import type { Dialogs } from './fileHandlers.ts';
import { saveWhereWanted, storing } from './saving.ts';

export interface CaseHandlersNeeds {
  readonly cases: CaseBook;
  readonly dialogs: Pick<Dialogs, 'choosePlace'>;
  /** In the user's language, with times of the zone that is shown. */
  readonly words: () => Promise<ReportWords>;
  /** A page of HTML as PDF. */
  readonly printPage: (html: string) => Promise<Uint8Array>;
}

type Format = CallInput<'cases.export'>['format'];

export function caseHandlers(needs: CaseHandlersNeeds): Pick<Handlers, Extract<CallName, `cases.${string}`>> {
  const { cases, dialogs } = needs;
  return {
    'cases.list': () => success(cases.list()),
    'cases.open': ({ id }) => found(cases.find(id)),
    'cases.begin': () => success(cases.begin()),
    'cases.note': ({ id, notes }) => {
      const noted = storing(() => cases.note(id, notes));
      return noted.ok ? found(noted.value) : noted;
    },
    'cases.remove': ({ id }) =>
      storing(() => {
        cases.remove(id);
        return null;
      }),
    'cases.export': async ({ id, format, anonymous }) => {
      const original = cases.find(id);
      if (original === null) return gone;
      const report = anonymous ? anonymousCase(original) : original;
      const content = await contentOf(report, format, needs);
      const day = report.changedAt.slice(0, 10);
      return saveWhereWanted(dialogs, `MailTriage-${day}.${format}`, (path) => writeFile(path, content));
    },
  };
}

async function contentOf(
  report: Case,
  format: Format,
  { words, printPage }: CaseHandlersNeeds,
): Promise<string | Uint8Array> {
  const said = await words();
  if (format === 'json') return `${JSON.stringify(caseInZone(report, said.zone), null, 2)}\n`;
  const page = caseReport(report, said);
  return format === 'html' ? page : printPage(page);
}

const gone: Result<never> = failure({ code: 'not-found', message: { key: 'servers-main:case-gone' } });

const found = (one: Case | null): Result<Case> => (one === null ? gone : success(one));
