package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.DiscardingServer.Taken;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are larger than the memory they are sent with. */
class LargeMessageTest {
  private static final int SIZE = 100 * 1024 * 1024;
  private static final String HEADER = "From: robot@example.com\r\nTo: ann@example.com\r\n\r\n";

  private long checksum;

  @Test
  void message_of100Megabytes_leavesWithin64MegabytesOverTls(@TempDir Path folder)
      throws Exception {
    Path authority = Lab.authority().writePem(folder);
    Path file = folder.resolve("large.eml");
    write(file);
    Path temporary = Files.createDirectory(folder.resolve("temporary"));

    try (DiscardingServer server =
        DiscardingServer.start(
            Lab.authority().issue("localhost").sslContext().getServerSocketFactory())) {
      Process sender =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  LargeMessageSender.class.getName(),
                  String.valueOf(server.port()),
                  authority.toString(),
                  file.toString(),
                  temporary.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
      boolean ended = sender.waitFor(5, TimeUnit.MINUTES);
      sender.destroyForcibly();

      String output = Files.readString(folder.resolve("output"));
      assertThat(ended).as(output).isTrue();
      assertThat(sender.exitValue()).as(output).isZero();
      assertThat(server.taken())
          .extracting(Taken::verb)
          .containsExactly("BDAT", "BDAT", "BDAT", "DATA", "DATA", "DATA");
      for (int raw : List.of(0, 1, 3, 4)) {
        assertThat(server.taken().get(raw).size()).isEqualTo(SIZE);
        assertThat(server.taken().get(raw).checksum()).isEqualTo(checksum);
      }
      for (int mime : List.of(2, 5)) {
        assertThat(server.taken().get(mime).size()).isGreaterThan(SIZE / 3L * 4);
      }
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  private void write(Path file) throws IOException {
    Checksum sum = new CRC32C();
    byte[] line = (".".repeat(2) + "x".repeat(60) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
    byte[] filling =
        ("x".repeat((SIZE - header.length) % line.length + line.length - 2) + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1024 * 1024)) {
      out.write(header);
      sum.update(header);
      out.write(filling);
      sum.update(filling);
      for (int i = header.length + filling.length; i < SIZE; i += line.length) {
        out.write(line);
        sum.update(line);
      }
    }
    assertThat(Files.size(file)).isEqualTo(SIZE);
    checksum = sum.getValue();
  }
}
