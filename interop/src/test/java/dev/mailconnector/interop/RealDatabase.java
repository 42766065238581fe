package dev.mailconnector.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL on loopback; needs root on Debian. */
final class RealDatabase implements AutoCloseable {
  private final Path folder;
  private final int port;

  private RealDatabase(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static RealDatabase start() throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RealDatabase database =
        new RealDatabase(Files.createTempDirectory("mailconnector-postgresql"), port);
    database.script("start");
    return database;
  }

  /** A connection for each call, as without a pool. */
  DataSource dataSource() {
    return at(port);
  }

  int port() {
    return port;
  }

  /** The same from another process. */
  static DataSource at(int port) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setServerNames(new String[] {"127.0.0.1"});
    database.setPortNumbers(new int[] {port});
    database.setDatabaseName("postgres");
    database.setUser("postgres");
    return database;
  }

  /** Ends it as a power failure would, and starts it again. */
  void crash() throws IOException, InterruptedException {
    script("crash");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    script("stop");
  }

  private void script(String command) throws IOException, InterruptedException {
    Path output = folder.resolve(command + ".txt");
    Process process =
        new ProcessBuilder("./postgresql", command, folder.toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(output, StandardCharsets.UTF_8));
    }
  }
}
