package dev.mailconnector.cli;

/** The process: hands its streams and environment to the {@link Tool} and ends with its status. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    ProcessInterruption interruption = new ProcessInterruption();
    int status = Tool.run(Surroundings.ofProcess(interruption), arguments);
    interruption.end();
    System.exit(status);
  }
}
