package dev.mailconnector.cli;

/** A command cannot go on for a reason of its own, told in whole sentences. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitStatus status;

  /** Ends the command with this status and this text on standard error. */
  public CommandFailure(ExitStatus status, String message) {
    super(message);
    this.status = status;
  }

  /** How the command ends. */
  public ExitStatus status() {
    return status;
  }
}
