/** Build the phones' programs into var/build, and print what each weighs. */

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "var", "build");
const require = createRequire(import.meta.url);
const MOST_BYTES = 450_000;

const ZXING = JSON.stringify(require("./package.json").dependencies["zxing-wasm"]);
const shared = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", absWorkingDir: here };
const modern = { ...shared, format: "iife", target: ["safari14.1", "chrome90", "firefox90"] };

await mkdir(path.join(out, "scanner"), { recursive: true });
await mkdir(path.join(out, "vendor"), { recursive: true });
await build({ ...modern, entryPoints: ["src/main.ts"], define: { ZXING }, outfile: path.join(out, "scanner", "scanner.js") });
await build({ ...modern, entryPoints: ["src/sw.ts"], outfile: path.join(out, "scanner", "sw.js") });
await build({
  ...modern,
  entryPoints: ["src/reader.worker.ts"],
  outfile: path.join(out, "scanner", "reader.worker.js"),
  define: { "import.meta.url": '"https://localhost/"' },
});
await forgetAddress(path.join(out, "scanner", "reader.worker.js"));
await copyFile(require.resolve("zxing-wasm/reader/zxing_reader.wasm"), path.join(out, "scanner", "zxing_reader.wasm"));
await build({
  ...shared,
  format: "iife",
  target: ["safari12"],
  supported: { destructuring: true }, // Safari 12 knows it; esbuild's table doubts it for a corner case.
  entryPoints: ["src/live/main.ts"],
  outfile: path.join(out, "live", "live.js"),
});
const bootstrap = path.join(path.dirname(require.resolve("bootstrap/package.json")), "dist/css/bootstrap.min.css");
const styles = path.join(out, "vendor", "bootstrap.min.css");
// Copied without the mention of its source map, which is not served: Django's manifest would look for it.
await build({ ...shared, bundle: false, entryPoints: [bootstrap], outfile: styles });

const scanner = [
  "scanner/scanner.js",
  "scanner/reader.worker.js",
  "scanner/zxing_reader.wasm",
  "scanner/sw.js",
];
let total = 0;
for (const file of [...scanner, "live/live.js", "vendor/bootstrap.min.css"]) {
  const bytes = await readFile(path.join(out, file));
  const packed = gzipSync(bytes, { level: 9 }).length;
  if (scanner.includes(file)) total += packed;
  console.log(`${String(bytes.length).padStart(9)} bytes ${String(packed).padStart(8)} gzip  ${file}`);
}
console.log(`the scanner's own files: ${total} bytes gzip`);
if (total > MOST_BYTES) {
  console.error(`the scanner's own files must stay below ${MOST_BYTES} bytes`);
  process.exit(1);
}

/** Take out the address from which the decoder's package would load it unless it is told where (reader.worker.ts). */
async function forgetAddress(file) {
  const built = await readFile(file, "utf8");
  const without = built.replace(/`https:[^`]*zxing-wasm[^`]*`/g, '""');
  if (without === built) throw new Error("zxing-wasm names no address any more: take this step out");
  await writeFile(file, without);
}
