/** Made by `npm run build:page`. */
declare module "*/page/dist/assets.js" {
  export const assets: readonly {
    readonly path: string;
    /** Content type. */
    readonly type: string;
    readonly etag: string;
    /** Base64 of the gzipped file. */
    readonly gzip: string;
  }[];
}
