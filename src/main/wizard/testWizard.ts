import type { JobProgress } from '../../shared/ipc/contract.ts';
import { toTraceReading, traceLogs } from '../../logfiles/traceLogs.ts';
import { JobTable } from '../analysis/jobTable.ts';
import type { RunTrace } from '../analysis/runTrace.ts';
import { toLogSource } from '../analysis/traceRequest.ts';
import { CaseBook } from '../cases/caseBook.ts';
import { FileGrants } from '../files/fileGrants.ts';
import { wizardHandlers } from '../ipc/handlers/wizardHandlers.ts';
import { plainWriter, TestServers } from '../servers/testServers.ts';
import { CaseStore } from '../store/caseStore.ts';
import { PlanConfirmations } from './planConfirmations.ts';

/** What the worker does, on this thread. */
export const runHere: RunTrace = async ({ query, logs }, signal, onProgress) => {
  const { result, problems } = await traceLogs(logs.map(toLogSource), query, { signal, onProgress });
  return { reading: toTraceReading(query, result), problems };
};

/** The wizards' calls with everything behind them, in a folder of their own. */
export class TestWizard {
  readonly test = new TestServers();
  readonly grants = new FileGrants();
  readonly progress: JobProgress[] = [];
  readonly ended: string[] = [];
  readonly cases: CaseBook;
  readonly handlers: ReturnType<typeof wizardHandlers>;
  /** What the clock of preview tokens shows. */
  tokenTime = 0;

  constructor(runTrace: RunTrace = runHere, now: () => Date = () => new Date()) {
    this.cases = new CaseBook(new CaseStore(this.test.folder, plainWriter, now), now);
    this.handlers = wizardHandlers({
      ...this.test.servers,
      jobs: new JobTable(),
      cases: this.cases,
      grants: this.grants,
      runTrace,
      plans: new PlanConfirmations(() => this.tokenTime),
      confirmedBy: 'admin',
      now,
      label: (source) => `${source} text`,
      onProgress: (one) => this.progress.push(one),
      onEnd: (jobId) => this.ended.push(jobId),
      report: (what) => this.test.reports.push(what),
      onCaseNotSaved: () => this.test.reports.push('told that the case was not saved'),
    });
  }
}
