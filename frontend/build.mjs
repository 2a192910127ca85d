// Makes what the pages need of other people's work: one folder of files and one list of what they are.
// Run by build.py, which finds Node; writes src/jisr/_built (shipped) and build/test-assets (tests only).
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(here, "node_modules");
const built = join(root, "src", "jisr", "_built");
const testOnly = join(root, "build", "test-assets");

const FONTS = ["400", "600"].flatMap((weight) => [
  ["@fontsource/ibm-plex-sans", `ibm-plex-sans-latin-${weight}-normal.woff2`],
  ["@fontsource/ibm-plex-sans", `ibm-plex-sans-latin-ext-${weight}-normal.woff2`],
  ["@fontsource/ibm-plex-sans-arabic", `ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`],
]);

// [package, file in the package, file of ours, in the shipped folder?]
const COPIES = [
  ["htmx.org", "dist/htmx.min.js", "vendor/htmx.js", true],
  ["world-atlas", "countries-50m.json", "maps/countries-50m.json", true],
  ...FONTS.map(([name, file]) => [name, `files/${file}`, `fonts/${file}`, true]),
  ["axe-core", "axe.min.js", "axe.js", false],
];
const BUNDLED = ["echarts", "zrender", "tslib"];

const noMaps = (text) => text.replace(/\n?\/\/[#@] ?sourceMappingURL=\S*\s*$/u, "\n");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const about = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));

function place(to, bytes) {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

function licence(name) {
  const files = readdirSync(join(modules, name)).filter((file) => /^(licen[cs]e|notice)/iu.test(file));
  for (const file of files) {
    cpSync(join(modules, name, file), join(built, "licences", name.replaceAll("/", "_"), file), { recursive: true });
  }
}

function entry(name, files) {
  const { version, license } = about(name);
  return { name, version, licence: license, files };
}

async function bundle() {
  const result = await build({
    entryPoints: [join(here, "charts.mjs")], bundle: true, minify: true, format: "iife", target: "es2022",
    legalComments: "none", write: false, logLevel: "warning",
  });
  return noMaps(result.outputFiles[0].text);
}

rmSync(built, { recursive: true, force: true });
rmSync(testOnly, { recursive: true, force: true });
const listed = new Map();
const note = (name, file, bytes) => {
  listed.set(name, [...(listed.get(name) ?? []), { file, bytes: bytes.length, sha256: sha256(bytes) }]);
};

for (const [name, from, to, shipped] of COPIES) {
  const raw = readFileSync(join(modules, name, from));
  const bytes = from.endsWith(".js") ? Buffer.from(noMaps(raw.toString("utf8"))) : raw;
  place(join(shipped ? join(built, "static") : testOnly, to), bytes);
  if (shipped) {
    licence(name);
    note(name, to, bytes);
  }
}

const charts = Buffer.from(await bundle());
place(join(built, "static", "vendor", "echarts.js"), charts);
for (const name of BUNDLED) {
  licence(name);
  note(name, "vendor/echarts.js", charts);
}

const manifest = [...listed].map(([name, files]) => entry(name, files));
place(join(built, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
const total = manifest.flatMap(({ files }) => files).reduce((sum, { file }) => sum.add(file), new Set());
const kilobytes = [...total].reduce((sum, file) => sum + statSync(join(built, "static", file)).size, 0) / 1024;
console.log(`${total.size} files, ${Math.round(kilobytes)} kB, in ${relative(root, built)}`);
