// Preloaded (`node --require`) into a node process and its threads: the native library of onnxruntime is there, but does not
// load, as on a system with an older C library.
const load = process.dlopen;
process.dlopen = (module, file, ...rest) => {
  if (file.includes("onnxruntime")) {
    throw new Error("hidden native library");
  }
  return load.call(process, module, file, ...rest);
};
