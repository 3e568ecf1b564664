import type { CSSProperties } from 'react';
import type { ServerProfile } from '../../../../core/ssh/profile.ts';

/** The profile's colour for the stylesheets, as a line strong enough to be seen in both themes. */
export const serverColour = ({ colour }: Pick<ServerProfile, 'colour'>): CSSProperties =>
  ({ '--server-colour': `var(--mantine-color-${colour}-6)` }) as CSSProperties;
