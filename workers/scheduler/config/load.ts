/** From a KubeSchedulerConfiguration document to what would run, or to why it would not. */
import { parse, YAMLParseError } from 'yaml';
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

/** Why a configuration cannot be used, in one line; undefined where it can. */
export function configurationError({
  decodeError,
  validationErrors: errors,
  startupError: failed,
}: LoadedConfiguration): string | undefined {
  if (errors) return errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
  return decodeError ?? failed;
}

/** From YAML or JSON; what cannot be parsed is told in one line. */
export function loadText(text: string): LoadedConfiguration | string {
  try {
    return loadConfiguration(parse(text));
  } catch (error) {
    if (error instanceof YAMLParseError) return `couldn't parse the configuration: ${error.message.split('\n')[0] ?? ''}`;
    throw error;
  }
}

export function configurationAnswer(loaded: LoadedConfiguration | string): ConfigurationAnswer {
  const error = typeof loaded === 'string' ? loaded : configurationError(loaded);
  if (error !== undefined || typeof loaded === 'string') return { error: error ?? '' };
  const { defaulted: complete, effective: profiles } = loaded;
  return { ...(complete ? { complete } : {}), ...(profiles ? { profiles } : {}) };
}
