import type audit from '../../../locales/en/audit.json';
import type cases from '../../../locales/en/cases.json';
import type diagnosis from '../../../locales/en/diagnosis.json';
import type findings from '../../../locales/en/findings.json';
import type overview from '../../../locales/en/overview.json';
import type paste from '../../../locales/en/paste.json';
import type errors from '../../../locales/en/errors.json';
import type firstRun from '../../../locales/en/first-run.json';
import type help from '../../../locales/en/help.json';
import type search from '../../../locales/en/search.json';
import type practice from '../../../locales/en/practice.json';
import type servers from '../../../locales/en/servers.json';
import type common from '../../../locales/en/common.json';
import type home from '../../../locales/en/home.json';
import type intake from '../../../locales/en/intake.json';
import type glossary from '../../../locales/en/glossary.json';
import type settings from '../../../locales/en/settings.json';
import type status from '../../../locales/en/status.json';
import type traceView from '../../../locales/en/trace-view.json';
import type wizard from '../../../locales/en/wizard.json';

interface WindowCatalogues {
  audit: typeof audit;
  cases: typeof cases;
  diagnosis: typeof diagnosis;
  findings: typeof findings;
  overview: typeof overview;
  paste: typeof paste;
  errors: typeof errors;
  'first-run': typeof firstRun;
  help: typeof help;
  search: typeof search;
  practice: typeof practice;
  servers: typeof servers;
  common: typeof common;
  home: typeof home;
  glossary: typeof glossary;
  intake: typeof intake;
  settings: typeof settings;
  status: typeof status;
  'trace-view': typeof traceView;
  wizard: typeof wizard;
}

type Paths<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? Name extends `${infer Base}_${'one' | 'other'}`
      ? Base
      : Name
    : `${Name}.${Paths<Tree[Name]>}`;
}[keyof Tree & string];

/** Every key of the window's own catalogues, so that a misspelt one is a type error. Plural keys go by their stem. */
export type WindowKey = {
  [Name in keyof WindowCatalogues]: `${Name}:${Paths<WindowCatalogues[Name]>}`;
}[keyof WindowCatalogues];
