/** An envelope with the mark of a finished triage. Decorative: the name stands beside it. */
export function WordmarkSign({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="none" strokeWidth="2.3" strokeLinecap="round" strokeLinejoin="round">
        <path
          stroke="#eef5f5"
          d="M13 23.5H5a2.5 2.5 0 0 1-2.5-2.5V9A2.5 2.5 0 0 1 5 6.5h19A2.5 2.5 0 0 1 26.5 9v2.5"
        />
        <path stroke="#eef5f5" d="m3.5 9 11 8 6-4.4" />
        <circle cx="22.5" cy="21" r="7.2" fill="#e0622f" stroke="none" />
        <path stroke="#ffffff" d="m19.3 21.2 2.3 2.3 4.2-4.7" />
      </g>
    </svg>
  );
}
