import { BackendError } from "../backend.ts";

/** How the runtime words the loss of a device. */
const LOST = /device (was |is )?lost|DeviceLost|VK_ERROR_DEVICE_LOST/i;
const NO_MEMORY = /out of memory|OutOfMemory|OUT_OF_(HOST|DEVICE)_MEMORY|failed to allocate|bad_alloc/i;

/** What a failed run on the device means. */
export function deviceFailure(error: unknown): BackendError {
  const message = error instanceof Error ? error.message : String(error);
  if (NO_MEMORY.test(message)) {
    return new BackendError("out_of_memory", `the device has no memory for this step: ${message}`, { cause: error });
  }
  const lost = isDeviceLost(message) ? "the device was lost" : "the step failed on the device";
  return new BackendError("failed", `${lost}: ${message}`, { cause: error });
}

/** Whether a failure's message says that the device is gone, so that nothing on it will work again. */
export function isDeviceLost(message: string): boolean {
  return LOST.test(message);
}
