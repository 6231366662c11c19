// Bundle the scripts of src/ into the folder named on the command line.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: readdirSync("src").map((name) => `src/${name}`),
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
});
