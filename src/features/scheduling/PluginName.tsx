import { Fragment } from 'react';

/** May break between its words. */
export function PluginName({ name }: { readonly name: string }) {
  return name.split(/(?=[A-Z])/).map((word, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}
