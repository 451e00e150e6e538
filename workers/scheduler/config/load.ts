/** From a KubeSchedulerConfiguration document to what would run, or to why it would not. */
import { goJsonError } from '../../lib/go-json-error';
import { readYaml } from '../../lib/yaml/document';
import type { ConfigurationAnswer } from '../../protocol/decision';
import { PLUGINS } from '../registry';
import { defaulted } from './defaults';
import { decodeDocument, writeDocument } from './document';
import { profilesOf } from './profile';
import type { SchedulerConfiguration } from './profile';
import { DecodeError } from './shape';
import { effectiveProfile, startupError } from './startup';
import type { EffectiveProfile } from './startup';
import { validationErrors } from './validation';

/** JSON. Exactly one of decodeError, validationErrors, startupError and effective is there. */
export interface LoadedConfiguration {
  readonly valid: boolean;
  readonly decodeError?: string;
  readonly validationErrors?: readonly string[];
  /** The document with all defaults, as the original writes it back. */
  readonly defaulted?: SchedulerConfiguration;
  /** Validation passes, but building the profiles fails. */
  readonly startupError?: string;
  readonly effective?: Readonly<Record<string, EffectiveProfile>>;
}

export function loadConfiguration(doc: unknown): LoadedConfiguration {
  let document;
  try {
    document = defaulted(decodeDocument(doc));
  } catch (error) {
    if (error instanceof DecodeError) return { valid: false, decodeError: error.message };
    throw error;
  }
  const errors = validationErrors(document);
  if (errors.length > 0) return { valid: false, validationErrors: errors };
  const config = writeDocument(document) as SchedulerConfiguration;
  const profiles = profilesOf(config);
  const failed = startupError(profiles, PLUGINS);
  if (failed) return { valid: true, defaulted: config, startupError: failed };
  const effective = Object.fromEntries(profiles.map((profile) => [profile.schedulerName, effectiveProfile(profile, PLUGINS)]));
  return { valid: true, defaulted: config, effective };
}

/** Why a configuration cannot be used; undefined where it can. */
export function configurationError({
  decodeError,
  validationErrors: errors,
  startupError: failed,
}: LoadedConfiguration): string | undefined {
  if (errors) return errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
  return decodeError ?? failed;
}

/** From YAML or JSON. Differs: members that JSON names twice are not told. */
export function loadText(text: string): LoadedConfiguration {
  const read = readText(text);
  if (typeof read === 'string') return { valid: false, decodeError: read };
  const loaded = loadConfiguration(read.value);
  const isOther = loaded.decodeError !== undefined && !loaded.decodeError.startsWith(STRICT);
  if (read.repeated.length === 0 || isOther) return loaded;
  return { valid: false, decodeError: `${STRICT}yaml: unmarshal errors:\n  ${read.repeated.join('\n  ')}` };
}

const STRICT = 'strict decoding error: ';

function readText(text: string): { readonly value: unknown; readonly repeated: readonly string[] } | string {
  if (!text.trimStart().startsWith('{')) return readYaml(text);
  try {
    return { value: JSON.parse(text) as unknown, repeated: [] };
  } catch {
    return `couldn't get version/kind; json parse error: ${goJsonError(text)}`;
  }
}

export function configurationAnswer(loaded: LoadedConfiguration): ConfigurationAnswer {
  const error = configurationError(loaded);
  if (error !== undefined) return { error };
  const { defaulted: complete, effective: profiles } = loaded;
  return { ...(complete ? { complete } : {}), ...(profiles ? { profiles } : {}) };
}
