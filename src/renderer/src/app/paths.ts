/** Addresses of the pages, in one place. */
export const paths = {
  home: '/',
  glossary: '/glossary',
  settings: '/settings',
  servers: '/servers',
  newServer: '/servers/new',
  server: (id: string) => `/servers/${id}`,
  editServer: (id: string) => `/servers/${id}/edit`,
  diagnosis: '/diagnosis',
  cases: '/cases',
  case: (id: string) => `/cases/${id}`,
  audit: '/audit',
  /** A log file is there: look for one mail in it, or at all of it? */
  logFile: '/log-file',
  overview: '/overview',
  openLog: '/overview/log',
  wizard: (wizard: string, symptom?: string | null) =>
    symptom ? `/wizard/${wizard}/${symptom}` : `/wizard/${wizard}`,
} as const;
