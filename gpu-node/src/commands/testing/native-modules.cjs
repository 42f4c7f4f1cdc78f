// Preloaded: tells on standard error, at exit, which shared objects of onnxruntime the process had loaded.
process.on("exit", () => {
  const loaded = process.report.getReport().sharedObjects.filter((file) => file.includes("onnxruntime"));
  process.stderr.write(`native modules: ${JSON.stringify(loaded.length)}\n`);
});
