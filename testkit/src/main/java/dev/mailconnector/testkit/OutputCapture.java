package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Records what is printed, and prints it all the same, until closed. */
final class OutputCapture implements AutoCloseable {
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  OutputCapture() {
    System.setOut(tee(outBefore, out));
    System.setErr(tee(errBefore, err));
  }

  String standardOut() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String standardError() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  private static PrintStream tee(PrintStream console, ByteArrayOutputStream copy) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int octet) {
            copy.write(octet);
            console.write(octet);
          }

          @Override
          public void write(byte[] octets, int from, int length) {
            copy.write(octets, from, length);
            console.write(octets, from, length);
          }

          @Override
          public void flush() {
            console.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }
}
