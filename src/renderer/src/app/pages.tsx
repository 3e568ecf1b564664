import { latePage } from './latePage.tsx';

// Each with a chunk of its own. Home and the welcome are not here: the start shows them.
export const AuditPage = latePage(async () => (await import('../features/audit/AuditPage.tsx')).AuditPage);
export const CasePage = latePage(async () => (await import('../features/cases/CasePage.tsx')).CasePage);
export const CasesPage = latePage(async () => (await import('../features/cases/CasesPage.tsx')).CasesPage);
export const DiagnosisPage = latePage(
  async () => (await import('../features/diagnosis/DiagnosisPage.tsx')).DiagnosisPage,
);
export const GlossaryPage = latePage(
  async () => (await import('../features/glossary/GlossaryPage.tsx')).GlossaryPage,
);
export const LogFilePage = latePage(
  async () => (await import('../features/home/LogFilePage.tsx')).LogFilePage,
);
export const ServerFormPage = latePage(
  async () => (await import('../features/servers/ServerFormPage.tsx')).ServerFormPage,
);
export const ServerPage = latePage(
  async () => (await import('../features/servers/ServerPage.tsx')).ServerPage,
);
export const ServersPage = latePage(
  async () => (await import('../features/servers/ServersPage.tsx')).ServersPage,
);
export const SettingsPage = latePage(
  async () => (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
);
export const WizardPage = latePage(
  async () => (await import('../features/wizard/WizardPage.tsx')).WizardPage,
);
export const CarryOn = latePage(async () => (await import('../features/home/CarryOn.tsx')).CarryOn);
export const SearchDialog = latePage(
  async () => (await import('../features/search/SearchDialog.tsx')).SearchDialog,
);
export const ShortcutsDialog = latePage(
  async () => (await import('../features/help/ShortcutsDialog.tsx')).ShortcutsDialog,
);
