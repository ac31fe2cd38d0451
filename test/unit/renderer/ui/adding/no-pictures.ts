import type { AddElementsOptions } from '../../../../../renderer/ui/adding/adding.ts';

/** A page that cannot decode any picture. */
export function noPictures(): Pick<AddElementsOptions, 'pictures' | 'prepare'> {
  return {
    pictures: { add: async () => '', hashOf: () => '' },
    prepare: async () => {
      throw new Error('no canvas here');
    },
  };
}
