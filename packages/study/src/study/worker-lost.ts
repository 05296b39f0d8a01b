/** Thrown by an objective that runs elsewhere when the worker of its trial is gone: the trial is lost, not failed by its own doing. */
export class WorkerLost extends Error {
  override readonly name = "WorkerLost";
}
