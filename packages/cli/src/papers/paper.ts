/** A paper of the catalogue that the project goes by. */
export interface CataloguedPaper {
  /** P001, P002, ... */
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly family: string;
  readonly slug: string;
  /** "core": a named method or function of the library; "extend": an option of another; "demo": an example; or "out". */
  readonly fit: "core" | "extend" | "demo" | "out";
  readonly note: string;
}
