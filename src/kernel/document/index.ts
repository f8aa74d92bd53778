export { documentOperations, getDocument, keepDocument, openDocument, type StoredDocument } from './document.ts';
export { dropExpired, retainDocuments } from './retention.ts';
export { getVersion, keepVersion, type VersionPlace } from './version.ts';
export { folderStore, type BlobStore } from './store.ts';
export { HEAD_BYTES, kindOf } from './sniff.ts';
