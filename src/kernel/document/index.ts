export { documentOperations, getDocument, keepDocument, openDocument, type StoredDocument } from './document.ts';
export { dropExpired } from './retention.ts';
export { folderStore, type BlobStore } from './store.ts';
