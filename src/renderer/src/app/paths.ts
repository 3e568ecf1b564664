/** Addresses of the pages, in one place. */
export const paths = {
  home: '/',
  glossary: '/glossary',
  settings: '/settings',
  wizard: (wizard: string, symptom?: string | null) =>
    symptom ? `/wizard/${wizard}/${symptom}` : `/wizard/${wizard}`,
} as const;
