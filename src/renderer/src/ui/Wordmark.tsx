/** An envelope wearing a triage tag. Decorative: the name stands beside it. */
export function WordmarkSign({ size = 30 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect x="2" y="6" width="23" height="17" rx="3" fill="none" stroke="#eef5f5" strokeWidth="2.2" />
      <path
        d="M3.5 8.5 13.5 16 23.5 8.5"
        fill="none"
        stroke="#eef5f5"
        strokeWidth="2.2"
        strokeLinejoin="round"
      />
      <path
        d="M20 14.5h8a2 2 0 0 1 2 2V26a2 2 0 0 1-2 2h-5.2L18 22.6v-6.1a2 2 0 0 1 2-2Z"
        fill="#e0622f"
        stroke="#0b3640"
        strokeWidth="1.6"
      />
      <circle cx="21.6" cy="18.2" r="1.5" fill="#0b3640" />
      <path
        d="m22 23.4 2 2 3.6-4.2"
        fill="none"
        stroke="#ffffff"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
