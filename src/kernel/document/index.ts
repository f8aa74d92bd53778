export { documentOperations, getDocument, keepDocument, openDocument, type StoredDocument } from './document.ts';
export { folderStore, type BlobStore } from './store.ts';
