import { Fragment } from 'react';

/** A name that is one long word, e.g. an address: a line ends behind its @ or before its [ rather than anywhere. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=@)|(?=\[)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
