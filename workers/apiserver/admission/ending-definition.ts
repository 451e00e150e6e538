/** No more objects of what is going (source: apiextensions-apiserver/pkg/apiserver/customresource_handler.go forbidCreateAdmission, 1.36). */
import { forbidden } from '../../api/status';
import type { AdmissionPlugin } from './plugin';

export const endingDefinition: AdmissionPlugin = {
  name: 'CustomResourceDefinitionTermination',
  validate({ scope, operation, name }) {
    const { custom, group, resource } = scope.definition;
    if (operation !== 'CREATE' || !custom?.ending) return undefined;
    return forbidden(group, resource, name, 'create not allowed while custom resource definition is terminating');
  },
};
