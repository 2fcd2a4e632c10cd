import type { ContactRow } from '../../shared/model/contact';
import type { ServiceOf } from '../engine-types';
import type { Storage } from '../storage/storage';

export interface SearchDeps {
  storage: Storage;
  mediaUrl(fileName: string): string;
  stickerShop?: string | null;
  offerPicture?: (url: string | null) => string | null;
  searchContacts(text: string, limit: number): readonly ContactRow[] | Promise<readonly ContactRow[]>;
}

export type Search = ServiceOf<'search'>;
