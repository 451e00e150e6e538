import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import type { AnyObject } from '../../../workers/api/meta';
import { Button } from '../../ui/Button';
import styles from './inspector.module.css';
import { yamlTokens } from './yaml-tokens';

export function YamlView({ object }: { readonly object: AnyObject }) {
  const { t } = useTranslation('inspector');
  const [managed, setManaged] = useState(false);
  const [copied, setCopied] = useState(false);
  const yaml = useMemo(() => stringify(managed ? object : withoutManagedFields(object), { lineWidth: 0 }).trimEnd(), [object, managed]);
  const lines = useMemo(() => yamlTokens(yaml), [yaml]);
  const copy = async () => {
    await navigator.clipboard.writeText(yaml);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className={styles.yaml}>
      <div className={styles.bar}>
        <Button look="quiet" onClick={() => void copy()}>
          <Copy aria-hidden /> {copied ? t('copied') : t('copy')}
        </Button>
        <label>
          <input type="checkbox" checked={managed} onChange={(event) => setManaged(event.target.checked)} /> managedFields
        </label>
      </div>
      <pre tabIndex={0} aria-label="YAML" lang="en">
        {lines.map((tokens, line) => (
          <span key={line} className={styles.yamlLine}>
            {tokens.map((token, index) => (
              <span key={index} data-look={token.look}>
                {token.text}
              </span>
            ))}
            {'\n'}
          </span>
        ))}
      </pre>
    </div>
  );
}

function withoutManagedFields(object: AnyObject): AnyObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}
