/** A picture as a `data:` address inside the bundle. */
declare module '*.png?inline' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: the form that Vite gives it
  export default address;
}
