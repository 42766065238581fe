package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.FailureDetail;

/** There was no ticket to be had. */
final class TicketFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it was, which tells how long to leave the KDC alone. */
  enum Kind {
    /** It may be gone in a moment. */
    PASSING,
    /** A human must act. */
    LASTING,
    /** A human must act, and every further attempt counts towards a lock-out. */
    COUNTED
  }

  private final FailureDetail detail;
  private final Kind kind;

  TicketFailure(FailureDetail detail, Kind kind) {
    super(detail.what());
    this.detail = detail;
    this.kind = kind;
  }

  FailureDetail detail() {
    return detail;
  }

  Kind kind() {
    return kind;
  }
}
